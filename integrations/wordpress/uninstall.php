<?php
/**
 * Removes everything that the plugin stored.
 *
 * @package Parley_Chat
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

if ( is_multisite() ) {
	$parley_chat_sites = get_sites(
		array(
			'fields' => 'ids',
			'number' => 0,
		)
	);
	foreach ( $parley_chat_sites as $parley_chat_site ) {
		switch_to_blog( $parley_chat_site );
		delete_option( 'parley_chat' );
		restore_current_blog();
	}
} else {
	delete_option( 'parley_chat' );
}
