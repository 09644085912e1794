<?php
/**
 * What the editor's script needs.
 *
 * @package Parley_Chat
 */

return array(
	'dependencies' => array( 'wp-blocks', 'wp-block-editor', 'wp-components', 'wp-element', 'wp-i18n' ),
	'version'      => '0.2.0',
);
