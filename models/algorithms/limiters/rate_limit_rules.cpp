#include "models/algorithms/limiters/rate_limit_rules.h"

#include <algorithm>  // max, ranges::equal
#include <stdexcept>  // invalid_argument
#include <utility>    // move

#include "models/algorithms/base/contract.h"
#include "models/algorithms/limiters/limiter_registry.h"

namespace napkin::algorithms {

namespace {

/// For each place of the path whether its value is named, the leftmost first; nothing when the rule
/// does not match. The greater vector is the more specific rule.
std::optional<std::vector<bool>> specificity(const RateLimitRule& rule,
                                             RateLimitRules::Descriptor descriptor) {
  if (rule.path.size() != descriptor.size()) {
    return std::nullopt;
  }
  std::vector<bool> named;
  for (std::size_t i = 0; i < descriptor.size(); ++i) {
    const auto& match = rule.path[i];
    const bool is_open = match.value.empty();
    if (match.key != descriptor[i].key || (!is_open && match.value != descriptor[i].value)) {
      return std::nullopt;
    }
    named.push_back(!is_open);
  }
  return named;
}

LimiterOptions options_of(const RateLimitRule& rule) {
  return {.rate = rule.rate, .burst = rule.burst};
}

/// The verdict when one more rule has spoken.
void merge(RateLimitRules::Verdict& verdict,
           std::size_t rule,
           const Decision& decision,
           Limiter& limiter,
           Time now) {
  const std::int64_t remaining = limiter.remaining(now);
  const bool is_first = !verdict.rule.has_value();
  const bool is_tighter = decision.admitted
                              ? verdict.admitted && remaining < verdict.remaining
                              : verdict.admitted || decision.retry_after > verdict.retry_after;
  if (is_first || is_tighter) {
    verdict.rule = rule;
    verdict.limit = limiter.limit();
    verdict.remaining = remaining;
  }
  verdict.admitted = verdict.admitted && decision.admitted;
  verdict.delay = std::max(verdict.delay, decision.delay);
  verdict.retry_after = std::max(verdict.retry_after, decision.retry_after);
}

}  // namespace

Rate rate_per(std::int64_t count, std::string_view unit) {
  if (unit == "second") {
    return {count, 1s};
  }
  if (unit == "minute") {
    return {count, 1min};
  }
  if (unit == "hour") {
    return {count, 1h};
  }
  if (unit == "day") {
    return {count, 24h};
  }
  throw std::invalid_argument("unknown unit '" + std::string(unit) +
                              "': use second, minute, hour or day");
}

RateLimitRules::RateLimitRules(std::vector<RateLimitRule> rules)
    : RateLimitRules(std::move(rules), Options{}) {}

RateLimitRules::RateLimitRules(std::vector<RateLimitRule> rules, const Options& options)
    : rules_(std::move(rules)), options_(options) {
  require(options.limiters_max >= 1, "limiters_max must be at least 1");
  for (std::size_t index = 0; index < rules_.size(); ++index) {
    const RateLimitRule& rule = rules_[index];
    require(!rule.path.empty(), "path must name at least one key");
    check_unique(index);
    (void)make_limiter(rule.algorithm,
                       options_of(rule));  // a bad rule is told now, not at its first call
    by_domain_[rule.domain].push_back(index);
  }
}

RateLimitRules::Verdict RateLimitRules::take(std::string_view domain,
                                             std::span<const Descriptor> descriptors,
                                             Time now,
                                             std::int64_t cost) {
  Verdict verdict;
  for (const Descriptor descriptor : descriptors) {
    if (const auto rule = find_rule(domain, descriptor)) {
      Limiter& limiter = limiter_for(*rule, descriptor);
      merge(verdict, *rule, limiter.take(now, cost), limiter, now);
    }
  }
  return verdict;
}

std::optional<std::size_t> RateLimitRules::find_rule(std::string_view domain,
                                                     Descriptor descriptor) const {
  const auto rules = by_domain_.find(domain);
  std::optional<std::size_t> best;
  std::vector<bool> best_named;
  if (rules == by_domain_.end()) {
    return best;
  }
  for (const std::size_t index : rules->second) {
    const auto named = specificity(rules_[index], descriptor);
    if (named && (!best || *named > best_named)) {
      best = index;
      best_named = *named;
    }
  }
  return best;
}

void RateLimitRules::check_unique(std::size_t index) const {
  const auto equal = [](const RateLimitRule::Match& a, const RateLimitRule::Match& b) {
    return a.key == b.key && a.value == b.value;
  };
  for (std::size_t before = 0; before < index; ++before) {
    require(rules_[before].domain != rules_[index].domain ||
                !std::ranges::equal(rules_[before].path, rules_[index].path, equal),
            "a domain has two rules with the same path");
  }
}

Limiter& RateLimitRules::limiter_for(std::size_t rule, Descriptor descriptor) {
  std::string name = name_of(rule, descriptor);
  if (const auto found = by_name_.find(name); found != by_name_.end()) {
    recency_.splice(recency_.begin(), recency_, found->second);
    return *recency_.front().limiter;
  }
  if (recency_.size() == options_.limiters_max) {
    by_name_.erase(recency_.back().name);
    recency_.pop_back();
  }
  recency_.push_front({name, make_limiter(rules_[rule].algorithm, options_of(rules_[rule]))});
  by_name_.emplace(std::move(name), recency_.begin());
  return *recency_.front().limiter;
}

/// Each value with its length, so that no two combinations of values share a name.
std::string RateLimitRules::name_of(std::size_t rule, Descriptor descriptor) const {
  std::string name = std::to_string(rule);
  for (const DescriptorEntry& entry : descriptor) {
    name += ':' + std::to_string(entry.value.size()) + ':';
    name += entry.value;
  }
  return name;
}

}  // namespace napkin::algorithms
