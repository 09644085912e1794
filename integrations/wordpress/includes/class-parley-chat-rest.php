<?php
/**
 * The address from which the browser fetches a token.
 *
 * @package Parley_Chat
 */

defined( 'ABSPATH' ) || exit;

/**
 * `GET /wp-json/parley-chat/v1/token`: a token for the signed-in user.
 */
final class Parley_Chat_Rest {

	const NAMESPACE_V1 = 'parley-chat/v1';

	/**
	 * Adds the hooks.
	 */
	public static function register() {
		add_action( 'rest_api_init', array( __CLASS__, 'add_route' ) );
	}

	/**
	 * Adds the route. WordPress knows the user only if the request carries the nonce of their session, so that no other site
	 * gets a token.
	 */
	public static function add_route() {
		register_rest_route(
			self::NAMESPACE_V1,
			'/token',
			array(
				'methods'             => 'GET',
				'callback'            => array( __CLASS__, 'answer' ),
				'permission_callback' => 'is_user_logged_in',
			)
		);
	}

	/**
	 * The token, never to be cached.
	 *
	 * @return WP_REST_Response|WP_Error
	 */
	public static function answer() {
		$token = Parley_Chat_Token::make( wp_get_current_user() );
		if ( '' === $token ) {
			return new WP_Error( 'parley_chat_not_set_up', __( 'The chat has no shared secret yet.', 'parley-chat' ), array( 'status' => 503 ) );
		}
		// WordPress sends these headers last, in place of those of a response.
		add_filter( 'nocache_headers', array( __CLASS__, 'forbid_storing' ) );
		return new WP_REST_Response( array( 'token' => $token ) );
	}

	/**
	 * Forbids caches to keep the response.
	 *
	 * @param array<string, string> $headers Headers of responses that are not to be cached.
	 * @return array<string, string>
	 */
	public static function forbid_storing( $headers ) {
		return array_merge( $headers, array( 'Cache-Control' => 'no-store' ) );
	}

	/**
	 * The address of the route.
	 *
	 * @return string
	 */
	public static function url() {
		return rest_url( self::NAMESPACE_V1 . '/token' );
	}
}
