#include "models/algorithms/crawler/robots.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace napkin::algorithms {

namespace {

constexpr std::size_t kBytesRead = std::size_t{500} * 1024;  // RFC 9309, section 2.5
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return to_lower(x) == to_lower(y);
  });
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\v\f";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// The name at the beginning of a user-agent line: "FooBot/1.0" names FooBot.
std::string_view product_token_of(std::string_view value) {
  const auto end = std::find_if_not(value.begin(), value.end(), [](char c) {
    return (to_lower(c) >= 'a' && to_lower(c) <= 'z') || c == '-' || c == '_';
  });
  return value.substr(0, static_cast<std::size_t>(end - value.begin()));
}

int hex_digit(char c) {
  const char lower = to_lower(c);
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// One form for paths and rules: bytes beyond ASCII are escaped, escapes are in upper case, and
/// those of unreserved characters undone. An escaped '*' or '$' stays escaped, hence plain.
std::string canonical(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string output;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    bool is_escaped = byte >= 0x80;
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
        hex_digit(text[i + 2]) >= 0) {
      byte = static_cast<unsigned char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      const char c = static_cast<char>(byte);
      is_escaped =
          product_token_of({&c, 1}).empty() && !(c >= '0' && c <= '9') && c != '.' && c != '~';
      i += 2;
    }
    if (is_escaped) {
      output += {'%', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      output.push_back(static_cast<char>(byte));
    }
  }
  return output;
}

/// Seconds with an optional fraction; empty for anything else.
std::optional<Duration> parse_delay(std::string_view text) {
  constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
  constexpr std::int64_t kSecondsMax = 86'400;
  std::int64_t seconds = 0;
  std::size_t i = 0;
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
    seconds = std::min(seconds * 10 + (text[i] - '0'), kSecondsMax);
  }
  if (i == 0) {
    return std::nullopt;
  }
  std::int64_t nanoseconds = seconds * kNanosecondsPerSecond;
  if (i < text.size() && text[i] == '.') {
    std::int64_t unit = kNanosecondsPerSecond / 10;
    for (++i; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i, unit /= 10) {
      nanoseconds += unit * (text[i] - '0');
    }
  }
  return i == text.size() ? std::optional(Duration(nanoseconds)) : std::nullopt;
}

}  // namespace

/// Collects the rules of the groups for one crawler, and those for all in case it is not named.
class RobotsRules::Parser final {
 public:
  explicit Parser(std::string_view product_token) : product_token_(product_token) {}

  void read_line(std::string_view line) {
    line = line.substr(0, line.find('#'));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      return;
    }
    const std::string_view key = trim(line.substr(0, colon));
    const std::string_view value = trim(line.substr(colon + 1));
    if (equals_ignoring_case(key, "user-agent")) {
      read_user_agent(value);
    } else if (equals_ignoring_case(key, "allow") || equals_ignoring_case(key, "disallow")) {
      read_rule(value, equals_ignoring_case(key, "allow"));
    } else if (equals_ignoring_case(key, "crawl-delay")) {
      read_delay(value);
    } else if (equals_ignoring_case(key, "sitemap")) {
      sitemaps_.emplace_back(value);
    }
  }

  [[nodiscard]] RobotsRules take() {
    RobotsRules rules = std::move(is_named_ ? named_ : general_);
    rules.sitemaps_ = std::move(sitemaps_);
    return rules;
  }

 private:
  void read_user_agent(std::string_view value) {
    if (has_group_begun_) {  // rules came before this line: it starts a new group
      has_group_begun_ = false;
      concerns_us_ = false;
      concerns_all_ = false;
    }
    concerns_all_ = concerns_all_ || value == "*";
    if (equals_ignoring_case(product_token_of(value), product_token_) && !product_token_.empty()) {
      concerns_us_ = true;
      is_named_ = true;
    }
  }

  void read_rule(std::string_view pattern, bool is_allowed) {
    has_group_begun_ = true;
    if (pattern.empty()) {
      return;  // "Disallow:" forbids nothing
    }
    const Rule rule{canonical(pattern), is_allowed};
    if (concerns_us_) {
      named_.rules_.push_back(rule);
    }
    if (concerns_all_) {
      general_.rules_.push_back(rule);
    }
  }

  // Not of the standard, so it does not part one group from the next (RFC 9309, section 2.2.4).
  void read_delay(std::string_view value) {
    const auto delay = parse_delay(value);
    if (delay && concerns_us_) {
      named_.crawl_delay_ = delay;
    }
    if (delay && concerns_all_) {
      general_.crawl_delay_ = delay;
    }
  }

  std::string_view product_token_;
  RobotsRules named_;
  RobotsRules general_;
  std::vector<std::string> sitemaps_;
  bool is_named_ = false;
  bool has_group_begun_ = false;
  bool concerns_us_ = false;
  bool concerns_all_ = false;
};

RobotsRules RobotsRules::disallow_all() {
  RobotsRules rules;
  rules.rules_.push_back({"/", false});
  return rules;
}

RobotsRules RobotsRules::parse(std::string_view text, std::string_view product_token) {
  text = text.substr(0, kBytesRead);
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  Parser parser(product_token);
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    parser.read_line(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parser.take();
}

bool RobotsRules::allows(std::string_view path_and_query) const {
  if (path_and_query == "/robots.txt") {
    return true;
  }
  const std::string path = canonical(path_and_query);
  std::size_t longest = 0;
  bool is_allowed = true;
  for (const Rule& rule : rules_) {
    const bool decides =
        rule.pattern.size() > longest || (rule.pattern.size() == longest && rule.is_allowed);
    if (decides && robots_pattern_matches(rule.pattern, path)) {
      longest = rule.pattern.size();
      is_allowed = rule.is_allowed;
    }
  }
  return is_allowed;
}

bool robots_pattern_matches(std::string_view pattern, std::string_view path) {
  const bool is_anchored = pattern.ends_with('$');
  pattern.remove_suffix(is_anchored ? 1 : 0);
  // Each piece between stars is taken at its first occurrence, which leaves the most for the rest.
  // Only the last piece of an anchored pattern has its place fixed, at the end.
  std::size_t star = pattern.find('*');
  if (!path.starts_with(pattern.substr(0, star))) {
    return false;
  }
  if (star == std::string_view::npos) {
    return !is_anchored || path.size() == pattern.size();
  }
  path.remove_prefix(star);
  pattern.remove_prefix(star + 1);
  while ((star = pattern.find('*')) != std::string_view::npos) {
    const std::size_t found = path.find(pattern.substr(0, star));
    if (found == std::string_view::npos) {
      return false;
    }
    path.remove_prefix(found + star);
    pattern.remove_prefix(star + 1);
  }
  return is_anchored ? path.ends_with(pattern) : path.find(pattern) != std::string_view::npos;
}

}  // namespace napkin::algorithms
