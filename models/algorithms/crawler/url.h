#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace napkin::algorithms {

/// The parts of a URI reference, without their delimiters. A
/// part that is absent differs from one that is empty: "http://h/?" has an empty query.
/// Source: RFC 3986, section 3 and appendix B.
struct Url {
  std::string scheme;                    // empty: a relative reference
  std::optional<std::string> authority;  // user, host and port
  std::string path;
  std::optional<std::string> query;
  std::optional<std::string> fragment;

  friend bool operator==(const Url&, const Url&) = default;

  /// The text it stands for (RFC 3986, section 5.3).
  [[nodiscard]] std::string text() const;

  /// The host in the authority, without user and port; empty if there is none.
  [[nodiscard]] std::string_view host() const;

  /// The port, if the authority names one from 0 to 65535.
  [[nodiscard]] std::optional<std::uint16_t> port() const;
};

/// Splits a URI reference. Any text is one; what is wrong shows in the parts.
[[nodiscard]] Url parse_url(std::string_view text);

/// What `reference`, found in the document `base`, points to (RFC 3986, section 5.2). Requires:
/// `base` has a scheme.
[[nodiscard]] Url resolve_url(const Url& base, const Url& reference);

/// Resolves "." and ".." in a path (RFC 3986, section 5.2.4).
[[nodiscard]] std::string remove_dot_segments(std::string_view path);

struct UrlRules {
  /// A longer text is refused: endless URLs are a spider trap.
  std::size_t bytes_max = 2'048;
  /// A deeper path is refused, for the same reason.
  std::size_t path_segments_max = 64;
};

/// The one text for all http and https URLs that are known to mean the same, so that a crawler
/// visits a page once: scheme and host in lower case, escapes in upper case and only where needed,
/// dot segments resolved, the default port, user and fragment left out, an empty path made "/" (RFC
/// 3986, section 6.2.2 and 6.2.3). Empty for what a crawler cannot fetch: other schemes, no host, a
/// bad port, a bare space or control character, or beyond the rules.
///
///     normalize_url("HTTP://Example.COM:80/a/./b/../c?q=%7ex#top") ==
///     "http://example.com/a/c?q=~x"
///
/// Normalising what is normal changes nothing. O(length).
[[nodiscard]] std::optional<std::string> normalize_url(std::string_view text,
                                                       const UrlRules& rules = {});

}  // namespace napkin::algorithms
