<?php
/**
 * Tokens that sign users in.
 *
 * @package Parley_Chat
 */

defined( 'ABSPATH' ) || exit;

/**
 * Makes a JWT for a user, as docs/signing-in.md of Parley describes it.
 */
final class Parley_Chat_Token {

	/** Seconds for which a token is valid. The room asks for a new one when it expires. */
	const LIFETIME = HOUR_IN_SECONDS;

	/** Characters of a display name. */
	const MAX_NAME = 32;

	/**
	 * A token for a user.
	 *
	 * @param WP_User $user A user of this site.
	 * @return string Empty if no secret, or a short one, is set: anyone could guess its tokens.
	 */
	public static function make( WP_User $user ) {
		$options = Parley_Chat_Options::all();
		$secret  = $options['secret'];
		if ( strlen( $secret ) < Parley_Chat_Options::MIN_SECRET_BYTES || '' === $options['server'] ) {
			return '';
		}
		$claims = array(
			'iss'  => self::issuer(),
			'aud'  => $options['server'],
			'sub'  => (string) $user->ID,
			'name' => mb_substr( $user->display_name, 0, self::MAX_NAME ),
			'role' => self::role( $user, $options['roles'] ),
			'exp'  => time() + self::LIFETIME,
		);
		$signed = self::base64url( '{"alg":"HS256","typ":"JWT"}' ) . '.' . self::base64url( (string) wp_json_encode( $claims ) );
		return $signed . '.' . self::base64url( hash_hmac( 'sha256', $signed, $secret, true ) );
	}

	/**
	 * The `iss` of the tokens: the site's origin.
	 *
	 * @return string
	 */
	public static function issuer() {
		$parts = wp_parse_url( home_url() );
		$port  = isset( $parts['port'] ) ? ':' . $parts['port'] : '';
		return $parts['scheme'] . '://' . $parts['host'] . $port;
	}

	/**
	 * The highest chat role that one of the user's roles has.
	 *
	 * @param WP_User               $user  A user of this site.
	 * @param array<string, string> $roles Chat roles by site role.
	 * @return string
	 */
	private static function role( WP_User $user, array $roles ) {
		$highest = 0;
		foreach ( $user->roles as $role ) {
			$rank    = isset( $roles[ $role ] ) ? array_search( $roles[ $role ], Parley_Chat_Options::CHAT_ROLES, true ) : 0;
			$highest = max( $highest, (int) $rank );
		}
		return Parley_Chat_Options::CHAT_ROLES[ $highest ];
	}

	/**
	 * Base64 as in addresses, without padding.
	 *
	 * @param string $bytes Any bytes.
	 * @return string
	 */
	private static function base64url( $bytes ) {
		// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- A JWT is base64.
		return rtrim( strtr( base64_encode( $bytes ), '+/', '-_' ), '=' );
	}
}
