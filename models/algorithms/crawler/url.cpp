#include "models/algorithms/crawler/url.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_scheme(std::string_view text) {
  return !text.empty() && is_letter(text[0]) && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  });
}

/// Takes what lies before the first of `delimiters` off the front of `rest`.
std::string_view take_until(std::string_view& rest, std::string_view delimiters) {
  const std::string_view taken = rest.substr(0, rest.find_first_of(delimiters));
  rest.remove_prefix(taken.size());
  return taken;
}

/// The authority after the user, if there is one.
std::string_view host_and_port(std::string_view authority) {
  const std::size_t at = authority.rfind('@');
  return at == std::string_view::npos ? authority : authority.substr(at + 1);
}

/// Where the host ends: at the colon before the port, but not at one inside [an IPv6 address].
std::size_t host_end(std::string_view host_and_port) {
  const std::size_t bracket = host_and_port.rfind(']');
  const std::size_t colon = host_and_port.rfind(':');
  const bool is_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  return is_port ? colon : host_and_port.size();
}

}  // namespace

Url parse_url(std::string_view text) {
  Url url;
  const std::size_t colon = text.find_first_of(":/?#");
  if (colon != std::string_view::npos && text[colon] == ':' && is_scheme(text.substr(0, colon))) {
    url.scheme = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    url.authority = take_until(text, "/?#");
  }
  url.path = take_until(text, "?#");
  if (text.starts_with('?')) {
    text.remove_prefix(1);
    url.query = take_until(text, "#");
  }
  if (text.starts_with('#')) {
    url.fragment = text.substr(1);
  }
  return url;
}

std::string Url::text() const {
  std::string text = scheme.empty() ? "" : scheme + ":";
  if (authority) {
    text += "//" + *authority;
  }
  text += path;
  if (query) {
    text += "?" + *query;
  }
  if (fragment) {
    text += "#" + *fragment;
  }
  return text;
}

std::string_view Url::host() const {
  if (!authority) {
    return {};
  }
  const std::string_view rest = host_and_port(*authority);
  return rest.substr(0, host_end(rest));
}

std::optional<std::uint16_t> Url::port() const {
  const std::string_view rest = authority ? host_and_port(*authority) : std::string_view();
  const std::string_view digits = rest.substr(std::min(rest.size(), host_end(rest) + 1));
  if (digits.empty() || digits.size() > 5 || !std::all_of(digits.begin(), digits.end(), is_digit)) {
    return std::nullopt;
  }
  std::uint32_t port = 0;
  for (const char digit : digits) {
    port = port * 10 + static_cast<std::uint32_t>(digit - '0');
  }
  return port <= 65'535 ? std::optional(static_cast<std::uint16_t>(port)) : std::nullopt;
}

std::string remove_dot_segments(std::string_view path) {
  std::string output;
  const auto drop_last_segment = [&output] {
    const std::size_t slash = output.rfind('/');
    output.erase(slash == std::string::npos ? 0 : slash);
  };
  while (!path.empty()) {
    if (path.starts_with("../")) {
      path.remove_prefix(3);
    } else if (path.starts_with("./") || path.starts_with("/./")) {
      path.remove_prefix(2);
    } else if (path == "/.") {
      path = "/";
    } else if (path.starts_with("/../")) {
      path.remove_prefix(3);
      drop_last_segment();
    } else if (path == "/..") {
      path = "/";
      drop_last_segment();
    } else if (path == "." || path == "..") {
      path = {};
    } else {
      const std::size_t end = path.find('/', 1);
      output += path.substr(0, end);
      path.remove_prefix(std::min(end, path.size()));
    }
  }
  return output;
}

Url resolve_url(const Url& base, const Url& reference) {
  NAPKIN_CONTRACT(!base.scheme.empty());
  Url target = reference;
  if (!reference.scheme.empty() || reference.authority) {
    target.scheme = reference.scheme.empty() ? base.scheme : reference.scheme;
    target.path = remove_dot_segments(reference.path);
    return target;
  }
  target.scheme = base.scheme;
  target.authority = base.authority;
  if (reference.path.empty()) {
    target.path = base.path;
    target.query = reference.query ? reference.query : base.query;
  } else if (reference.path.starts_with('/')) {
    target.path = remove_dot_segments(reference.path);
  } else if (base.authority && base.path.empty()) {
    target.path = remove_dot_segments("/" + reference.path);
  } else {
    const std::size_t slash = base.path.rfind('/');
    const std::string directory = slash == std::string::npos ? "" : base.path.substr(0, slash + 1);
    target.path = remove_dot_segments(directory + reference.path);
  }
  return target;
}

namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

/// The value of a hexadecimal digit, or -1.
int hex_value(char c) {
  if (is_digit(c)) {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool is_unreserved(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

bool may_stand_bare(char c) {
  return is_unreserved(c) ||
         std::string_view("!$&'()*+,;=:@/?[]").find(c) != std::string_view::npos;
}

void append_escaped(std::string& text, unsigned char byte) {
  text.push_back('%');
  text.push_back(kHexDigits[byte >> 4]);
  text.push_back(kHexDigits[byte & 15]);
}

/// Escapes in one way: what needs no escape has none, what needs one has it, in upper case.
std::string normalize_escapes(std::string_view text) {
  std::string normal;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_escape = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                           hex_value(text[i + 2]) >= 0;
    if (is_escape) {
      const auto byte =
          static_cast<unsigned char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      if (is_unreserved(static_cast<char>(byte))) {
        normal.push_back(static_cast<char>(byte));
      } else {
        append_escaped(normal, byte);
      }
      i += 2;
    } else if (may_stand_bare(text[i])) {
      normal.push_back(text[i]);
    } else {
      append_escaped(normal, static_cast<unsigned char>(text[i]));
    }
  }
  return normal;
}

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return lower;
}

bool has_space_or_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
  });
}

/// A name, or an address in brackets (RFC 3986, section 3.2.2, without its finer points).
bool is_host(std::string_view host) {
  const bool is_in_brackets = host.starts_with('[') && host.ends_with(']') && host.size() > 2;
  const std::string_view name = is_in_brackets ? host.substr(1, host.size() - 2) : host;
  return !name.empty() && name.find_first_of(is_in_brackets ? "[]@/" : "[]@/:") == name.npos;
}

/// The host in lower case, and the port unless it is the scheme's own. Empty if either is bad.
std::string normalize_authority(const Url& url) {
  const std::string_view rest = host_and_port(*url.authority);
  const std::size_t end = host_end(rest);
  // Escapes are normalised again, as their digits were put into lower case with the rest.
  std::string host = normalize_escapes(in_lower_case(normalize_escapes(rest.substr(0, end))));
  if (!is_host(host)) {
    return {};
  }
  if (end + 1 >= rest.size()) {
    return host;  // no port, or an empty one
  }
  const auto port = url.port();
  if (!port) {
    return {};
  }
  const bool is_default = *port == (url.scheme == "https" ? 443 : 80);
  return is_default ? host : host + ":" + std::to_string(*port);
}

}  // namespace

std::optional<std::string> normalize_url(std::string_view text, const UrlRules& rules) {
  if (text.size() > rules.bytes_max || has_space_or_control(text)) {
    return std::nullopt;
  }
  Url url = parse_url(text);
  url.scheme = in_lower_case(url.scheme);
  if ((url.scheme != "http" && url.scheme != "https") || !url.authority) {
    return std::nullopt;
  }
  url.authority = normalize_authority(url);
  if (url.authority->empty()) {
    return std::nullopt;
  }
  // Dots may have been escaped, so escapes come first.
  url.path = remove_dot_segments(normalize_escapes(url.path));
  if (url.path.empty()) {
    url.path = "/";
  }
  if (url.query) {
    url.query = normalize_escapes(*url.query);
  }
  url.fragment.reset();
  const auto segments = static_cast<std::size_t>(std::count(url.path.begin(), url.path.end(), '/'));
  std::string normal = url.text();
  if (segments > rules.path_segments_max || normal.size() > rules.bytes_max) {
    return std::nullopt;
  }
  return normal;
}

}  // namespace napkin::algorithms
