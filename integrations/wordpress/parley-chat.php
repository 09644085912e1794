<?php
/**
 * Plugin Name:       Parley Chat
 * Description:       Shows rooms of your Parley server in pages and posts, and signs your users in.
 * Version:           0.2.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * License:           MIT
 * License URI:       https://opensource.org/license/mit
 * Text Domain:       parley-chat
 *
 * @package Parley_Chat
 */

defined( 'ABSPATH' ) || exit;

define( 'PARLEY_CHAT_VERSION', '0.2.0' );
define( 'PARLEY_CHAT_FILE', __FILE__ );

require_once __DIR__ . '/includes/class-parley-chat-options.php';
require_once __DIR__ . '/includes/class-parley-chat-token.php';
require_once __DIR__ . '/includes/class-parley-chat-rest.php';
require_once __DIR__ . '/includes/class-parley-chat-embed.php';
require_once __DIR__ . '/includes/class-parley-chat-settings.php';

Parley_Chat_Rest::register();
Parley_Chat_Embed::register();
Parley_Chat_Settings::register();
