#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// What a site's robots.txt lets one crawler fetch. The longest rule that matches a path
/// decides; of equally long ones, the one that allows; without any, the path is allowed. In a rule,
/// '*' stands for any characters and '$' at the end for the end.
///
///     const auto rules = RobotsRules::parse(robots_txt, /*product_token=*/"napkinbot");
///     if (rules.allows("/private/page?id=1")) { ... }
///
/// Only the groups that name the crawler count, together; without any, those for "*". Lines that
/// make no sense are passed over. Parsing is O(length); allows() O(rules * length of the path),
/// without back-tracking, so that no rule can be written to take long.
/// Source: RFC 9309, section 2.2.
class RobotsRules final {
 public:
  /// Everything is allowed: there is no robots.txt (status 4xx).
  RobotsRules() = default;

  /// Nothing is allowed: robots.txt could not be had (status 5xx, no answer).
  [[nodiscard]] static RobotsRules disallow_all();

  /// Reads a robots.txt, of which only the first 500 KiB count. `product_token` is the crawler's
  /// name: letters, '-' and '_', compared without regard to case.
  [[nodiscard]] static RobotsRules parse(std::string_view text, std::string_view product_token);

  /// Whether `path_and_query`, which starts with '/', may be fetched. /robots.txt always may.
  [[nodiscard]] bool allows(std::string_view path_and_query) const;

  /// The pause between fetches that the site asks for; not in the standard, but widely used. At
  /// most a day, as anything longer is a mistake.
  [[nodiscard]] std::optional<Duration> crawl_delay() const { return crawl_delay_; }

  /// The sitemaps named in the file, for whatever crawler.
  [[nodiscard]] const std::vector<std::string>& sitemaps() const { return sitemaps_; }

 private:
  class Parser;

  struct Rule {
    std::string pattern;
    bool is_allowed = false;
  };

  std::vector<Rule> rules_;
  std::optional<Duration> crawl_delay_;
  std::vector<std::string> sitemaps_;
};

/// Whether a robots.txt pattern matches the beginning of `path` (RFC 9309, section 2.2.3).
[[nodiscard]] bool robots_pattern_matches(std::string_view pattern, std::string_view path);

}  // namespace napkin::algorithms
