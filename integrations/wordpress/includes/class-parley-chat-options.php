<?php
/**
 * The plugin's settings, as they are stored.
 *
 * @package Parley_Chat
 */

defined( 'ABSPATH' ) || exit;

/**
 * Reads and validates the settings.
 */
final class Parley_Chat_Options {

	const OPTION = 'parley_chat';

	/** Bytes that a shared secret has at least, as the server demands. */
	const MIN_SECRET_BYTES = 32;

	/** Roles of the chat, from the lowest to the highest. */
	const CHAT_ROLES = array( 'member', 'moderator', 'owner' );

	/**
	 * The settings, with the defaults of those that are not set.
	 *
	 * @return array{server: string, room: string, secret: string, roles: array<string, string>}
	 */
	public static function all() {
		$stored  = get_option( self::OPTION, array() );
		$options = wp_parse_args(
			is_array( $stored ) ? $stored : array(),
			array(
				'server' => '',
				'room'   => 'lobby',
				'secret' => '',
				'roles'  => array(
					'administrator' => 'owner',
					'editor'        => 'moderator',
				),
			)
		);
		// A secret in wp-config.php stays out of the database and its backups.
		if ( defined( 'PARLEY_CHAT_SECRET' ) ) {
			$options['secret'] = (string) PARLEY_CHAT_SECRET;
		}
		return $options;
	}

	/**
	 * Validates what was sent from the settings page. An invalid value keeps the one before, and the page says so.
	 *
	 * @param mixed $sent The fields of the form.
	 * @return array<string, mixed>
	 */
	public static function sanitize( $sent ) {
		$sent    = is_array( $sent ) ? $sent : array();
		$options = self::all();
		if ( isset( $sent['server'] ) ) {
			$options['server'] = self::sanitize_server( $sent['server'], $options['server'] );
		}
		if ( isset( $sent['room'] ) ) {
			$room = self::room( $sent['room'] );
			if ( '' === $room ) {
				self::complain( 'room', __( 'A room name is 1 to 64 of a-z, 0-9, - and _, and begins with a letter or digit.', 'parley-chat' ) );
			} else {
				$options['room'] = $room;
			}
		}
		if ( isset( $sent['roles'] ) && is_array( $sent['roles'] ) ) {
			$options['roles'] = self::sanitize_roles( $sent['roles'] );
		}
		if ( defined( 'PARLEY_CHAT_SECRET' ) ) {
			$options['secret'] = '';
		} elseif ( ! empty( $sent['generate'] ) ) {
			$options['secret'] = wp_generate_password( 48, false );
		} elseif ( isset( $sent['secret'] ) && '' !== trim( (string) $sent['secret'] ) ) {
			$options['secret'] = self::sanitize_secret( trim( (string) $sent['secret'] ), $options['secret'] );
		}
		return array_intersect_key( $options, array_flip( array( 'server', 'room', 'secret', 'roles' ) ) );
	}

	/**
	 * A room's name as the server has it.
	 *
	 * @param mixed $name As it was typed.
	 * @return string Empty if no room can have it.
	 */
	public static function room( $name ) {
		$name = is_string( $name ) ? strtolower( trim( $name ) ) : '';
		return preg_match( '/^[a-z0-9][a-z0-9_-]{0,63}$/D', $name ) ? $name : '';
	}

	/**
	 * The origin of a URL, or the origin before if that is none.
	 *
	 * @param mixed  $url    As it was typed.
	 * @param string $before The origin that is stored.
	 * @return string
	 */
	private static function sanitize_server( $url, $before ) {
		$url = is_string( $url ) ? trim( $url ) : '';
		if ( '' === $url ) {
			return '';
		}
		$parts = wp_parse_url( $url );
		$host  = isset( $parts['host'] ) ? $parts['host'] : '';
		// Only a server on the same machine may do without TLS.
		$is_local = in_array( $host, array( 'localhost', '127.0.0.1', '[::1]' ), true );
		$scheme   = isset( $parts['scheme'] ) ? strtolower( $parts['scheme'] ) : '';
		if ( '' === $host || ! ( 'https' === $scheme || ( 'http' === $scheme && $is_local ) ) ) {
			self::complain( 'server', __( 'The server is an address such as https://chat.example.org.', 'parley-chat' ) );
			return $before;
		}
		$port = isset( $parts['port'] ) ? ':' . $parts['port'] : '';
		return $scheme . '://' . strtolower( $host ) . $port;
	}

	/**
	 * A secret that is long enough, or the one before.
	 *
	 * @param string $secret As it was typed.
	 * @param string $before The secret that is stored.
	 * @return string
	 */
	private static function sanitize_secret( $secret, $before ) {
		if ( strlen( $secret ) >= self::MIN_SECRET_BYTES ) {
			return $secret;
		}
		self::complain( 'secret', __( 'The shared secret has 32 characters or more.', 'parley-chat' ) );
		return $before;
	}

	/**
	 * The chat roles of the site's roles.
	 *
	 * @param array<mixed> $sent Chat roles by site role.
	 * @return array<string, string>
	 */
	private static function sanitize_roles( array $sent ) {
		$roles = array();
		foreach ( array_keys( wp_roles()->roles ) as $role ) {
			if ( isset( $sent[ $role ] ) && in_array( $sent[ $role ], self::CHAT_ROLES, true ) ) {
				$roles[ $role ] = $sent[ $role ];
			}
		}
		return $roles;
	}

	/**
	 * Shows an error on the settings page.
	 *
	 * @param string $field   The setting.
	 * @param string $message What is wrong with it.
	 */
	private static function complain( $field, $message ) {
		add_settings_error( self::OPTION, 'parley-chat-' . $field, $message );
	}
}
