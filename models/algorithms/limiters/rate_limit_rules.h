#pragma once

#include <cstddef>        // size_t
#include <cstdint>        // int64_t
#include <functional>     // less
#include <list>           // list
#include <map>            // map
#include <memory>         // unique_ptr
#include <optional>       // optional
#include <span>           // span
#include <string>         // string
#include <string_view>    // string_view
#include <unordered_map>  // unordered_map
#include <vector>         // vector

#include "models/algorithms/base/time.h"
#include "models/algorithms/limiters/limiter.h"

namespace napkin::algorithms {

/// One line of a rate limiter's configuration: calls of `domain` whose descriptor matches `path`
/// may come at `rate`.
struct RateLimitRule {
  struct Match {
    std::string key;
    std::string value;  ///< empty: any value, and each value has an allowance of its own
  };

  std::string domain;
  std::vector<Match> path;  ///< as long as the descriptors it is for, >= 1
  Rate rate = {};
  std::string algorithm = "fixed_window";  ///< a name of limiter_names()
  std::int64_t burst = 0;                  ///< see LimiterOptions
};

/// `count` per "second", "minute", "hour" or "day". Throws std::invalid_argument for another unit.
[[nodiscard]] Rate rate_per(std::int64_t count, std::string_view unit);

/// A fact about a call, such as {"user", "alice"} or {"message_type", "marketing"}.
struct DescriptorEntry {
  std::string_view key;
  std::string_view value;
};

/// Rules by domain and descriptor, as a gateway asks them: "may this call pass, and what do the
/// headers say?".
///
/// A call brings descriptors; for each the most specific rule counts, where an exact value beats
/// any value, judged from the left. The call passes when every rule that applies lets it pass; as
/// in the service this follows, each of them is charged, also when another refuses.
///
/// There is one limiter for each rule and each combination of the values it leaves open. At most
/// `limiters_max` are kept; beyond, the one unused for longest is forgotten, and its caller starts
/// afresh. Finding a rule is O(rules of the domain), a limiter O(1).
/// Source: Lyft (now Envoy) ratelimit; A. Xu, "System Design Interview", chapter 4.
///
///     RateLimitRules rules({{"auth", {{"auth_type", "login"}}, rate_per(5, "minute")}});
///     const DescriptorEntry login[] = {{"auth_type", "login"}};
///     if (!rules.take("auth", login, now).admitted) reply_429();
class RateLimitRules final {
 public:
  struct Options {
    std::size_t limiters_max = 100'000;  ///< >= 1
  };

  struct Verdict {
    bool admitted = true;
    Duration delay{};                 ///< the longest wait in a leaking bucket's queue
    Duration retry_after{};           ///< refused: the longest of the rules that refused
    std::optional<std::size_t> rule;  ///< the tightest that applied, as an index into the rules
    std::int64_t limit = 0;           ///< of that rule
    std::int64_t remaining = 0;       ///< of that rule
  };

  using Descriptor = std::span<const DescriptorEntry>;

  /// Throws std::invalid_argument for an empty path, a path given twice, an unknown algorithm or a
  /// rate out of range.
  explicit RateLimitRules(std::vector<RateLimitRule> rules);
  RateLimitRules(std::vector<RateLimitRule> rules, const Options& options);

  /// Judges and charges one call. A call to which no rule applies passes.
  [[nodiscard]] Verdict take(std::string_view domain,
                             std::span<const Descriptor> descriptors,
                             Time now,
                             std::int64_t cost = 1);

  /// The same for a call with one descriptor.
  [[nodiscard]] Verdict take(std::string_view domain,
                             Descriptor descriptor,
                             Time now,
                             std::int64_t cost = 1) {
    return take(domain, std::span<const Descriptor>(&descriptor, 1), now, cost);
  }

  [[nodiscard]] std::optional<std::size_t> find_rule(std::string_view domain,
                                                     Descriptor descriptor) const;

  /// Limiters now in memory.
  [[nodiscard]] std::size_t size() const { return by_name_.size(); }

 private:
  struct Entry {
    std::string name;
    std::unique_ptr<Limiter> limiter;
  };

  using Recency = std::list<Entry>;

  void check_unique(std::size_t index) const;
  [[nodiscard]] Limiter& limiter_for(std::size_t rule, Descriptor descriptor);
  [[nodiscard]] std::string name_of(std::size_t rule, Descriptor descriptor) const;

  std::vector<RateLimitRule> rules_;
  Options options_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_domain_;
  Recency recency_;  // the latest used first
  std::unordered_map<std::string, Recency::iterator> by_name_;
};

}  // namespace napkin::algorithms
