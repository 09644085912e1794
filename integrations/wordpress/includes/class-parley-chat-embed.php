<?php
/**
 * Rooms in pages and posts.
 *
 * @package Parley_Chat
 */

defined( 'ABSPATH' ) || exit;

/**
 * The shortcode `[parley]` and the block, which render the same element.
 */
final class Parley_Chat_Embed {

	const SCRIPT   = 'parley-chat-embed';
	const SIGN_IN  = 'parley-chat-sign-in';
	const DEFAULTS = array(
		'room'   => '',
		'height' => '32rem',
		'theme'  => 'auto',
		'mode'   => 'inline',
	);

	/**
	 * Adds the hooks.
	 */
	public static function register() {
		add_action( 'init', array( __CLASS__, 'add_shortcode_and_block' ) );
		add_filter( 'script_loader_tag', array( __CLASS__, 'make_module' ), 10, 3 );
	}

	/**
	 * Registers the scripts, the shortcode and the block.
	 */
	public static function add_shortcode_and_block() {
		$options = Parley_Chat_Options::all();
		if ( '' !== $options['server'] ) {
			// The server's script has no version in its address: it belongs to the server's own version.
			// phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion
			wp_register_script( self::SCRIPT, $options['server'] . '/embed.js', array(), null, true );
		}
		wp_register_script( self::SIGN_IN, plugins_url( 'assets/sign-in.js', PARLEY_CHAT_FILE ), array(), PARLEY_CHAT_VERSION, true );
		add_shortcode( 'parley', array( __CLASS__, 'render_shortcode' ) );
		register_block_type( dirname( PARLEY_CHAT_FILE ) . '/block', array( 'render_callback' => array( __CLASS__, 'render_block' ) ) );
	}

	/**
	 * Loads both scripts as modules, which run once the page is parsed.
	 *
	 * @param string $tag    The element.
	 * @param string $handle The script's name.
	 * @param string $src    The script's address.
	 * @return string
	 */
	public static function make_module( $tag, $handle, $src ) {
		if ( self::SCRIPT !== $handle && self::SIGN_IN !== $handle ) {
			return $tag;
		}
		// phpcs:ignore WordPress.WP.EnqueuedResources.NonEnqueuedScript -- The script was enqueued; this is its element.
		return '<script type="module" src="' . esc_url( $src ) . '"></script>' . "\n";
	}

	/**
	 * Renders `[parley room="garden"]`.
	 *
	 * @param array<string, string>|string $attributes What stands in the shortcode.
	 * @return string HTML.
	 */
	public static function render_shortcode( $attributes ) {
		return self::render( shortcode_atts( self::DEFAULTS, (array) $attributes, 'parley' ) );
	}

	/**
	 * Renders the block.
	 *
	 * @param array<string, mixed> $attributes The block's settings.
	 * @return string HTML.
	 */
	public static function render_block( $attributes ) {
		$html = self::render( shortcode_atts( self::DEFAULTS, (array) $attributes ) );
		return '' === $html ? '' : '<div ' . get_block_wrapper_attributes() . '>' . $html . '</div>';
	}

	/**
	 * Renders a room. Whatever an attribute contains is checked here and escaped.
	 *
	 * @param array<string, mixed> $attributes With all the fields of `DEFAULTS`.
	 * @return string HTML.
	 */
	private static function render( array $attributes ) {
		$options = Parley_Chat_Options::all();
		if ( '' === $options['server'] ) {
			return self::note( __( 'Set the address of your chat server in Settings, Parley Chat.', 'parley-chat' ) );
		}
		$asked = is_string( $attributes['room'] ) ? trim( $attributes['room'] ) : '';
		$room  = '' === $asked ? $options['room'] : Parley_Chat_Options::room( $asked );
		if ( '' === $room ) {
			return self::note( __( 'No room can have this name.', 'parley-chat' ) );
		}
		wp_enqueue_script( self::SCRIPT );
		$fields = array(
			'room'   => $room,
			'server' => $options['server'],
			'lang'   => substr( get_locale(), 0, 2 ),
			'style'  => 'height: ' . self::height( $attributes['height'] ),
		);
		if ( in_array( $attributes['theme'], array( 'light', 'dark' ), true ) ) {
			$fields['theme'] = $attributes['theme'];
		}
		if ( 'launcher' === $attributes['mode'] ) {
			$fields['mode'] = 'launcher';
		}
		if ( is_user_logged_in() && '' !== Parley_Chat_Token::make( wp_get_current_user() ) ) {
			wp_enqueue_script( self::SIGN_IN );
			$fields['data-token-url']   = Parley_Chat_Rest::url();
			$fields['data-token-nonce'] = wp_create_nonce( 'wp_rest' );
		}
		$html = '<parley-chat';
		foreach ( $fields as $name => $value ) {
			$html .= ' ' . $name . '="' . esc_attr( $value ) . '"';
		}
		return $html . '></parley-chat>' . self::without_scripts( $options['server'], $room );
	}

	/**
	 * A link for visitors without scripts.
	 *
	 * @param string $server The server's origin.
	 * @param string $room   The room's name.
	 * @return string HTML.
	 */
	private static function without_scripts( $server, $room ) {
		$url = $server . '/r/' . $room . '/log';
		return '<noscript><a href="' . esc_url( $url ) . '">' . esc_html__( 'Read the chat', 'parley-chat' ) . '</a></noscript>';
	}

	/**
	 * A CSS length, or the default one.
	 *
	 * @param mixed $height As it was typed.
	 * @return string
	 */
	private static function height( $height ) {
		$is_length = is_string( $height ) && preg_match( '/^\d{1,4}(?:\.\d{1,3})?(?:px|rem|em|vh|dvh|svh|%)$/D', $height );
		return $is_length ? $height : self::DEFAULTS['height'];
	}

	/**
	 * Says what is wrong to those who can mend it, and nothing to visitors.
	 *
	 * @param string $message What is wrong.
	 * @return string HTML.
	 */
	private static function note( $message ) {
		return current_user_can( 'edit_posts' ) ? '<p><strong>Parley Chat:</strong> ' . esc_html( $message ) . '</p>' : '';
	}
}
