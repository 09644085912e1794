import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { endWithUs } from "../support/end-with-us.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where Debian's package has WordPress. */
const WORDPRESS = "/usr/share/wordpress";
/** A theme with nothing but what every theme has: Debian's package has none. */
const THEME = "plain";
const THEME_PAGE = `<!doctype html>
<html <?php language_attributes(); ?>>
<head><meta charset="utf-8"><?php wp_head(); ?></head>
<body <?php body_class(); ?>>
<?php while ( have_posts() ) : the_post(); ?><main><?php the_content(); ?></main><?php endwhile; ?>
<?php wp_footer(); ?>
</body>
</html>
`;
const START_DEADLINE_MS = 60_000;
const POLL_MS = 100;

/** The users of the site. */
export const USERS = {
  olga: { name: "Olga Owner", role: "administrator", password: "a password for olga" },
  emma: { name: "Emma Editor", role: "editor", password: "a password for emma" },
  sam: { name: "Sam Subscriber", role: "subscriber", password: "a password for sam" },
} as const;

/** A WordPress with the plugin. */
export interface Site {
  readonly origin: string;
  /** Paths of the pages with the shortcode, with the block, and with a shortcode that tries to break out. */
  readonly page: string;
  readonly blockPage: string;
  readonly hostilePage: string;
  /** What PHP complained about in the plugin. */
  complaints(): Promise<string[]>;
  /** Uninstalls the plugin. Returns `gone` if nothing of it is left in the database. */
  uninstall(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Installs WordPress in a folder, with a database of its own that listens on no port.
 *
 * @throws if a package is missing, or something does not start; it ends what it started
 */
export async function startSite(options: {
  readonly scratch: string;
  readonly port: number;
  readonly room: string;
}): Promise<Site> {
  const { port, room, scratch } = options;
  const origin = `http://127.0.0.1:${port}`;
  const folder = join(scratch, "wordpress");
  const data = join(scratch, "data");
  const socket = join(scratch, "mariadb.sock");
  const children: ChildProcess[] = [];
  const release = endWithUs(() => {
    for (const child of children) child.kill("SIGKILL");
  });
  const stop = async () => {
    for (const child of children.toReversed()) await end(child);
    release();
  };
  try {
    // Debian's folder has links to its configuration, and to plugins elsewhere.
    await cp(WORDPRESS, folder, { recursive: true, dereference: true });
    await rm(join(folder, "wp-config.php"), { force: true });
    await cp(join(root, "integrations/wordpress"), join(folder, "wp-content/plugins/parley-chat"), { recursive: true });
    const theme = join(folder, "wp-content/themes", THEME);
    await mkdir(theme, { recursive: true });
    await writeFile(join(theme, "style.css"), `/* Theme Name: ${THEME} */\n`);
    await writeFile(join(theme, "index.php"), THEME_PAGE);
    await mkdir(data);
    const user = (await run("id", ["-un"])).stdout.trim();
    await run("mariadb-install-db", [
      "--no-defaults",
      `--datadir=${data}`,
      `--user=${user}`,
      "--auth-root-authentication-method=normal",
    ]);
    const database = [
      "--no-defaults",
      `--datadir=${data}`,
      `--socket=${socket}`,
      "--skip-networking",
      `--user=${user}`,
    ];
    children.push(spawn("mariadbd", [...database, `--pid-file=${join(scratch, "mariadb.pid")}`], { stdio: "ignore" }));
    await poll("MariaDB", () =>
      run("mariadb", ["--no-defaults", `--socket=${socket}`, "-uroot", "-e", "CREATE DATABASE wp"]),
    );
    await writeFile(join(folder, "wp-config.php"), configOf(socket, origin));
    await writeFile(join(scratch, "install.php"), installerOf(folder, room));
    const { stdout } = await run("php", [join(scratch, "install.php")]);
    const [page = 0, blockPage = 0, hostilePage = 0] = JSON.parse(stdout.trim().split("\n").at(-1) ?? "[]");
    children.push(spawn("php", ["-S", `127.0.0.1:${port}`, "-t", folder], { stdio: "ignore" }));
    await poll("PHP", () => fetch(`${origin}/wp-login.php`));
    return {
      origin,
      page: `/?page_id=${page}`,
      blockPage: `/?page_id=${blockPage}`,
      hostilePage: `/?page_id=${hostilePage}`,
      async complaints() {
        const log = await readFile(join(folder, "debug.log"), "utf8").catch(() => "");
        return log.split("\n").filter((line) => line.includes("/plugins/parley-chat/"));
      },
      async uninstall() {
        await writeFile(join(scratch, "uninstall.php"), uninstallerOf(folder));
        return (await run("php", [join(scratch, "uninstall.php")])).stdout.trim().split("\n").at(-1) ?? "";
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

/** Tries until it works. */
async function poll(what: string, attempt: () => Promise<unknown>): Promise<void> {
  for (const deadline = Date.now() + START_DEADLINE_MS; ; ) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${what} did not start`, { cause: error });
      await sleep(POLL_MS);
    }
  }
}

/** The site asks nothing of the internet, and needs no rewriting of addresses. */
function configOf(socket: string, origin: string): string {
  const constants = {
    DB_NAME: "wp",
    DB_USER: "root",
    DB_PASSWORD: "",
    DB_HOST: `localhost:${socket}`,
    DB_CHARSET: "utf8mb4",
    DB_COLLATE: "",
    WP_HOME: origin,
    WP_SITEURL: origin,
    AUTH_KEY: "a key of this test",
    SECURE_AUTH_KEY: "another key of this test",
    LOGGED_IN_KEY: "a third key of this test",
    NONCE_KEY: "a fourth key of this test",
  };
  const lines = Object.entries(constants).map(([name, value]) => `define( '${name}', '${value}' );`);
  const flags = ["WP_HTTP_BLOCK_EXTERNAL", "DISABLE_WP_CRON", "AUTOMATIC_UPDATER_DISABLED", "WP_DEBUG"];
  // What PHP complains about goes to a file, because some of it is WordPress's own: it may not reach the internet.
  return `<?php
${lines.join("\n")}
${flags.map((name) => `define( '${name}', true );`).join("\n")}
define( 'WP_DEBUG_DISPLAY', false );
define( 'WP_DEBUG_LOG', __DIR__ . '/debug.log' );
$table_prefix = 'wp_';
defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );
require_once ABSPATH . 'wp-settings.php';
`;
}

function installerOf(folder: string, room: string): string {
  const { olga, ...others } = USERS;
  const users = Object.entries(others).map(
    ([login, { name, password, role }]) =>
      `wp_insert_user( array( 'user_login' => ${php(login)}, 'user_pass' => ${php(password)}, 'user_email' => ${php(`${login}@example.org`)}, 'display_name' => ${php(name)}, 'role' => ${php(role)} ) );`,
  );
  const pages = [
    `[parley room="${room}"]`,
    `<!-- wp:parley-chat/room {"room":"${room}","theme":"dark"} /-->`,
    `[parley room="${room}" height="1px;background:red" theme='" onmouseover="alert(1)' mode="<b>"]`,
  ];
  return `<?php
define( 'WP_INSTALLING', true );
require ${php(folder)} . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
add_filter( 'pre_wp_mail', '__return_true' );
wp_install( 'A site', 'olga', 'olga@example.org', false, '', ${php(olga.password)} );
wp_update_user( array( 'ID' => 1, 'display_name' => ${php(olga.name)} ) );
${users.join("\n")}
switch_theme( ${php(THEME)} );
$failed = activate_plugin( 'parley-chat/parley-chat.php' );
if ( is_wp_error( $failed ) ) {
	exit( $failed->get_error_message() );
}
$pages = array();
foreach ( array( ${pages.map(php).join(", ")} ) as $content ) {
	$pages[] = wp_insert_post( wp_slash( array( 'post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Chat', 'post_content' => $content, 'post_author' => 1 ) ) );
}
echo "\\n" . wp_json_encode( $pages );
`;
}

function uninstallerOf(folder: string): string {
  return `<?php
require ${php(folder)} . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
deactivate_plugins( 'parley-chat/parley-chat.php' );
uninstall_plugin( 'parley-chat/parley-chat.php' );
global $wpdb;
$left = $wpdb->get_var( "SELECT COUNT(*) FROM $wpdb->options WHERE option_name LIKE '%parley%' AND option_name NOT IN ( 'uninstall_plugins' )" );
echo "\\n" . ( '0' === $left ? 'gone' : $left );
`;
}

/** A string of PHP. */
function php(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
