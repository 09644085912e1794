import { expect, test } from "vitest";
import { publicUrl } from "../../../src/worker/outgoing/public-url.ts";

test.each([
  ["loopback", "http://127.0.0.1/"],
  ["another loopback address", "http://127.1.2.3/"],
  ["loopback as one number", "http://2130706433/"],
  ["loopback in octal", "http://0177.0.0.1/"],
  ["loopback in hexadecimal", "http://0x7f000001/"],
  ["loopback in short", "http://127.1/"],
  ["loopback in full-width digits", "http://１２７.０.０.１/"],
  ["loopback with ideographic dots", "http://127。0。0。1/"],
  ["any address", "http://0.0.0.0/"],
  ["zero", "http://0/"],
  ["a private network", "http://10.0.0.1/"],
  ["another private network", "http://172.16.0.1/"],
  ["a home network", "http://192.168.1.1/"],
  ["link-local, where clouds have their secrets", "http://169.254.169.254/latest/meta-data/"],
  ["carrier-grade NAT", "http://100.64.0.1/"],
  ["multicast", "http://224.0.0.1/"],
  ["broadcast", "http://255.255.255.255/"],
  ["a public address, which needs no preview either", "http://93.184.216.34/"],
  ["loopback in IPv6", "http://[::1]/"],
  ["any address in IPv6", "http://[::]/"],
  ["IPv4 within IPv6", "http://[::ffff:127.0.0.1]/"],
  ["IPv4 within IPv6, as hexadecimal", "http://[::ffff:7f00:1]/"],
  ["IPv4 by NAT64", "http://[64:ff9b::10.0.0.1]/"],
  ["IPv4 by 6to4", "http://[2002:7f00:1::]/"],
  ["link-local in IPv6", "http://[fe80::1]/"],
  ["unique local in IPv6", "http://[fd00::1]/"],
  ["a public address in IPv6", "http://[2606:2800:220:1::1]/"],
  ["localhost", "http://localhost/"],
  ["localhost with a dot", "http://localhost./"],
  ["a name below localhost", "http://evil.localhost/"],
  ["a name without a domain", "http://router/"],
  ["a name of a local network", "http://printer.local/"],
  ["a name of a cloud's network", "http://metadata.google.internal/"],
  ["a name at home", "http://nas.home.arpa./".replace(".arpa", "")],
  ["another port", "http://example.org:8080/"],
  ["the database's port", "https://example.org:5432/"],
  ["a password", "https://user:secret@example.org/"],
  ["a user", "https://127.0.0.1@example.org/"],
  ["a file", "file:///etc/passwd"],
  ["FTP", "ftp://example.org/"],
  ["a script", "javascript:alert(1)"],
  ["data", "data:text/html,hello"],
  ["gopher, which speaks to anything", "gopher://example.org:25/"],
  ["an empty label", "https://example..org/"],
  ["nothing", ""],
  ["no address", "https://"],
])("P13.3 no preview asks %s", (_what, address) => {
  expect(publicUrl(address)).toBeUndefined();
});

test.each([
  ["https://example.org/", "https://example.org/"],
  ["http://example.org", "http://example.org/"],
  ["https://example.org:443/a?b#c", "https://example.org/a?b#c"],
  ["https://EXAMPLE.org./", "https://example.org./"],
  ["https://bücher.example.com/", "https://xn--bcher-kva.example.com/"],
  ["https://пример.рф/", "https://xn--e1afmkfd.xn--p1ai/"],
  ["https://a_b.example.co.uk/", "https://a_b.example.co.uk/"],
])("P13.3 a preview asks %s", (address, href) => {
  expect(publicUrl(address)?.href).toBe(href);
});

test("P13.3 a redirect is read relative to where it comes from, and judged alike", () => {
  const base = new URL("https://example.org/a/b");
  expect(publicUrl("../c", base)?.href).toBe("https://example.org/c");
  expect(publicUrl("//127.0.0.1/", base)).toBeUndefined();
  expect(publicUrl("http://[::1]/", base)).toBeUndefined();
});
