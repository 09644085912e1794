<?php
/**
 * The settings page.
 *
 * @package Parley_Chat
 */

defined( 'ABSPATH' ) || exit;

/**
 * Settings → Parley Chat, for administrators. WordPress checks the capability and the nonce when the form is sent
 * (`options.php`).
 */
final class Parley_Chat_Settings {

	const PAGE = 'parley-chat';

	/**
	 * Adds the hooks.
	 */
	public static function register() {
		add_action( 'admin_menu', array( __CLASS__, 'add_page' ) );
		add_action( 'admin_init', array( __CLASS__, 'add_setting' ) );
	}

	/**
	 * Adds the page to the menu.
	 */
	public static function add_page() {
		add_options_page( 'Parley Chat', 'Parley Chat', 'manage_options', self::PAGE, array( __CLASS__, 'show' ) );
	}

	/**
	 * Registers the option, which only the form of this page changes. It is not in the REST API, because of the secret.
	 */
	public static function add_setting() {
		register_setting(
			self::PAGE,
			Parley_Chat_Options::OPTION,
			array(
				'type'              => 'array',
				'sanitize_callback' => array( 'Parley_Chat_Options', 'sanitize' ),
				'show_in_rest'      => false,
			)
		);
	}

	/**
	 * Shows the page.
	 */
	public static function show() {
		if ( ! current_user_can( 'manage_options' ) ) {
			return;
		}
		$options = Parley_Chat_Options::all();
		?>
		<div class="wrap">
			<h1>Parley Chat</h1>
			<form method="post" action="options.php">
				<?php settings_fields( self::PAGE ); ?>
				<table class="form-table" role="presentation">
					<tr>
						<th scope="row"><label for="parley-chat-server"><?php esc_html_e( 'Chat server', 'parley-chat' ); ?></label></th>
						<td><input type="url" class="regular-text" id="parley-chat-server" name="<?php self::name( 'server' ); ?>" value="<?php echo esc_attr( $options['server'] ); ?>" placeholder="https://chat.example.org"></td>
					</tr>
					<tr>
						<th scope="row"><label for="parley-chat-room"><?php esc_html_e( 'Default room', 'parley-chat' ); ?></label></th>
						<td><input type="text" class="regular-text" id="parley-chat-room" name="<?php self::name( 'room' ); ?>" value="<?php echo esc_attr( $options['room'] ); ?>" pattern="[A-Za-z0-9][A-Za-z0-9_\-]{0,63}"></td>
					</tr>
					<tr>
						<th scope="row"><label for="parley-chat-secret"><?php esc_html_e( 'Shared secret', 'parley-chat' ); ?></label></th>
						<td><?php self::show_secret( $options['secret'] ); ?></td>
					</tr>
					<tr>
						<th scope="row"><?php esc_html_e( 'Roles in the chat', 'parley-chat' ); ?></th>
						<td><?php self::show_roles( $options['roles'] ); ?></td>
					</tr>
				</table>
				<?php submit_button(); ?>
			</form>
			<?php self::show_server_variables( $options ); ?>
		</div>
		<?php
	}

	/**
	 * The field of the secret. It never contains the secret that is stored.
	 *
	 * @param string $secret The secret that is stored.
	 */
	private static function show_secret( $secret ) {
		if ( defined( 'PARLEY_CHAT_SECRET' ) ) {
			esc_html_e( 'Set by PARLEY_CHAT_SECRET in wp-config.php.', 'parley-chat' );
			return;
		}
		?>
		<input type="password" class="regular-text" id="parley-chat-secret" name="<?php self::name( 'secret' ); ?>" value="" autocomplete="new-password" placeholder="<?php echo esc_attr( '' === $secret ? __( 'None: everyone is a guest', 'parley-chat' ) : __( 'Unchanged', 'parley-chat' ) ); ?>">
		<p><label><input type="checkbox" name="<?php self::name( 'generate' ); ?>" value="1"> <?php esc_html_e( 'Generate a new one', 'parley-chat' ); ?></label></p>
		<?php
	}

	/**
	 * A choice for each role of the site.
	 *
	 * @param array<string, string> $chosen Chat roles by site role.
	 */
	private static function show_roles( array $chosen ) {
		$names = array(
			'member'    => __( 'Member', 'parley-chat' ),
			'moderator' => __( 'Moderator', 'parley-chat' ),
			'owner'     => __( 'Owner', 'parley-chat' ),
		);
		foreach ( wp_roles()->get_names() as $role => $name ) {
			$current = isset( $chosen[ $role ] ) ? $chosen[ $role ] : 'member';
			?>
			<p><label><select name="<?php self::name( 'roles' ); ?>[<?php echo esc_attr( $role ); ?>]">
				<?php foreach ( $names as $value => $label ) : ?>
					<option value="<?php echo esc_attr( $value ); ?>" <?php selected( $current, $value ); ?>><?php echo esc_html( $label ); ?></option>
				<?php endforeach; ?>
			</select> <?php echo esc_html( translate_user_role( $name ) ); ?></label></p>
			<?php
		}
	}

	/**
	 * What to set on the chat server, so that it believes this site.
	 *
	 * @param array{server: string, secret: string} $options The settings.
	 */
	private static function show_server_variables( array $options ) {
		if ( '' === $options['server'] ) {
			return;
		}
		$issuer = Parley_Chat_Token::issuer();
		?>
		<h2><?php esc_html_e( 'On the chat server', 'parley-chat' ); ?></h2>
		<pre><?php echo esc_html( "EMBED_ORIGINS = \"$issuer\"\nJWT_ISSUER = \"$issuer\"\nJWT_AUDIENCE = \"{$options['server']}\"" ); ?></pre>
		<?php if ( '' !== $options['secret'] && ! defined( 'PARLEY_CHAT_SECRET' ) ) : ?>
			<details>
				<summary><?php esc_html_e( 'Show the shared secret', 'parley-chat' ); ?></summary>
				<p><?php esc_html_e( 'Enter it after npx wrangler secret put JWT_SECRET:', 'parley-chat' ); ?> <code><?php echo esc_html( $options['secret'] ); ?></code></p>
			</details>
			<?php
		endif;
	}

	/**
	 * Prints the name of a field.
	 *
	 * @param string $field A setting.
	 */
	private static function name( $field ) {
		echo esc_attr( Parley_Chat_Options::OPTION . '[' . $field . ']' );
	}
}
