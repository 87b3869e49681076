#include "models/algorithms/limiters/rate_limit_rules.h"

#include <array>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <tuple>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using Entries = std::vector<DescriptorEntry>;

RateLimitRules::Verdict take(RateLimitRules& rules,
                             std::string_view domain,
                             const Entries& entries,
                             Time now = 0s) {
  return rules.take(domain, entries, now);
}

int admitted(RateLimitRules& rules, std::string_view domain, const Entries& entries, int calls) {
  int count = 0;
  for (int i = 0; i < calls; ++i) {
    count += take(rules, domain, entries).admitted ? 1 : 0;
  }
  return count;
}

// A. Xu's two examples: five marketing messages a day, five log-ins a minute.
RateLimitRules books_rules() {
  return RateLimitRules(
      {{.domain = "messaging", .path = {{"message_type", "marketing"}}, .rate = rate_per(5, "day")},
       {.domain = "auth", .path = {{"auth_type", "login"}}, .rate = rate_per(5, "minute")}});
}

TEST(RateLimitRules, FollowTheBooksExamples) {
  RateLimitRules rules = books_rules();
  EXPECT_EQ(admitted(rules, "messaging", {{"message_type", "marketing"}}, 9), 5);
  EXPECT_EQ(admitted(rules, "auth", {{"auth_type", "login"}}, 9), 5);
  const auto refused = take(rules, "auth", {{"auth_type", "login"}}, 59s);
  EXPECT_FALSE(refused.admitted);
  EXPECT_EQ(refused.retry_after, 1s);
  EXPECT_EQ(refused.limit, 5);
  EXPECT_EQ(refused.remaining, 0);
  EXPECT_TRUE(take(rules, "auth", {{"auth_type", "login"}}, 60s).admitted);
  EXPECT_FALSE(take(rules, "messaging", {{"message_type", "marketing"}}, 60s).admitted);
}

TEST(RateLimitRules, LetPassWhatNoRuleNames) {
  RateLimitRules rules = books_rules();
  EXPECT_EQ(admitted(rules, "messaging", {{"message_type", "receipt"}}, 100), 100);
  EXPECT_EQ(admitted(rules, "elsewhere", {{"auth_type", "login"}}, 100), 100);
  EXPECT_EQ(admitted(rules, "auth", {{"auth_type", "login"}, {"ip", "::1"}}, 100), 100);
  EXPECT_EQ(admitted(rules, "auth", {}, 100), 100);
  EXPECT_FALSE(take(rules, "auth", {}).rule.has_value());
  EXPECT_EQ(rules.size(), 0U);
}

TEST(RateLimitRules, GiveEachOpenValueItsOwnAllowance) {
  RateLimitRules rules({{.domain = "api", .path = {{"user", ""}}, .rate = {2, 1s}}});
  EXPECT_EQ(admitted(rules, "api", {{"user", "alice"}}, 5), 2);
  EXPECT_EQ(admitted(rules, "api", {{"user", "bob"}}, 5), 2);
  EXPECT_EQ(rules.size(), 2U);
}

TEST(RateLimitRules, PreferTheNamedValueFromTheLeft) {
  RateLimitRules rules(
      {{.domain = "api", .path = {{"user", ""}, {"path", ""}}, .rate = {1, 1s}},
       {.domain = "api", .path = {{"user", ""}, {"path", "/login"}}, .rate = {2, 1s}},
       {.domain = "api", .path = {{"user", "root"}, {"path", ""}}, .rate = {3, 1s}}});
  EXPECT_EQ(rules.find_rule("api", Entries{{"user", "alice"}, {"path", "/"}}), 0U);
  EXPECT_EQ(rules.find_rule("api", Entries{{"user", "alice"}, {"path", "/login"}}), 1U);
  EXPECT_EQ(rules.find_rule("api", Entries{{"user", "root"}, {"path", "/login"}}), 2U);
  EXPECT_EQ(rules.find_rule("api", Entries{{"path", "/"}, {"user", "root"}}), std::nullopt);
}

TEST(RateLimitRules, LetTheTightestOfSeveralRulesSpeak) {
  RateLimitRules rules({{.domain = "api", .path = {{"user", ""}}, .rate = {10, 1s}},
                        {.domain = "api", .path = {{"ip", ""}}, .rate = {2, 60s}}});
  const Entries user = {{"user", "alice"}};
  const Entries ip = {{"ip", "10.0.0.1"}};
  const std::array<RateLimitRules::Descriptor, 2> both = {user, ip};
  EXPECT_EQ(rules.take("api", both, 0s).remaining, 1);
  EXPECT_EQ(rules.take("api", both, 0s).rule, 1U);
  const auto refused = rules.take("api", both, 0s);
  EXPECT_FALSE(refused.admitted);
  EXPECT_EQ(refused.retry_after, 60s);
  EXPECT_EQ(refused.rule, 1U);
  // The other rule was charged all the same.
  EXPECT_EQ(take(rules, "api", user).remaining, 6);
}

TEST(RateLimitRules, DoNotConfuseValuesThatRunTogether) {
  RateLimitRules rules({{.domain = "api", .path = {{"a", ""}, {"b", ""}}, .rate = {1, 1s}}});
  EXPECT_TRUE(take(rules, "api", {{"a", "1:1:"}, {"b", "2"}}).admitted);
  EXPECT_TRUE(take(rules, "api", {{"a", "1"}, {"b", ":1:2"}}).admitted);
  EXPECT_TRUE(take(rules, "api", {{"a", ""}, {"b", "1:1::2"}}).admitted);
  EXPECT_EQ(rules.size(), 3U);
}

TEST(RateLimitRules, ForgetTheLeastRecentlyUsedLimiter) {
  RateLimitRules rules({{.domain = "api", .path = {{"user", ""}}, .rate = {1, 1h}}},
                       {.limiters_max = 2});
  EXPECT_TRUE(take(rules, "api", {{"user", "a"}}).admitted);
  EXPECT_TRUE(take(rules, "api", {{"user", "b"}}).admitted);
  EXPECT_FALSE(take(rules, "api", {{"user", "a"}}).admitted);
  EXPECT_TRUE(take(rules, "api", {{"user", "c"}}).admitted);
  EXPECT_EQ(rules.size(), 2U);
  EXPECT_FALSE(take(rules, "api", {{"user", "a"}}).admitted);
  EXPECT_TRUE(take(rules, "api", {{"user", "b"}}).admitted);
}

TEST(RateLimitRules, QueueInALeakingBucket) {
  RateLimitRules rules({{.domain = "api",
                         .path = {{"user", ""}},
                         .rate = {10, 1s},
                         .algorithm = "leaking_bucket",
                         .burst = 3}});
  EXPECT_EQ(take(rules, "api", {{"user", "a"}}).delay, 0s);
  EXPECT_EQ(take(rules, "api", {{"user", "a"}}).delay, 100ms);
}

TEST(RateLimitRules, RefuseAConfigurationThatMakesNoSense) {
  EXPECT_THROW(RateLimitRules({{.domain = "a", .path = {}}}), std::invalid_argument);
  EXPECT_THROW(RateLimitRules({{.domain = "a", .path = {{"k", ""}}, .rate = {0, 1s}}}),
               std::invalid_argument);
  EXPECT_THROW(RateLimitRules({{.domain = "a", .path = {{"k", ""}}, .algorithm = "magic"}}),
               std::invalid_argument);
  EXPECT_THROW(
      RateLimitRules({{.domain = "a", .path = {{"k", ""}}}, {.domain = "a", .path = {{"k", ""}}}}),
      std::invalid_argument);
  EXPECT_THROW(RateLimitRules({}, {.limiters_max = 0}), std::invalid_argument);
  EXPECT_THROW((void)rate_per(1, "fortnight"), std::invalid_argument);
}

TEST(RateLimitRules, BehaveAsAMapOfCountersByWindow) {
  RateLimitRules rules({{.domain = "api", .path = {{"user", ""}}, .rate = {5, 100ns}},
                        {.domain = "api", .path = {{"user", "u7"}}, .rate = {2, 100ns}}});
  std::map<std::tuple<std::string, std::int64_t>, int> taken;
  std::mt19937_64 random(61);
  std::int64_t now = 0;
  for (int step = 0; step < 100'000; ++step) {
    now += static_cast<std::int64_t>(random() % 3);
    const std::string user = "u" + std::to_string(random() % 20);
    int& count = taken[{user, now / 100}];
    const bool expected = count < (user == "u7" ? 2 : 5);
    ASSERT_EQ(take(rules, "api", {{"user", user}}, Time{now}).admitted, expected);
    count += expected ? 1 : 0;
  }
}

}  // namespace
}  // namespace napkin::algorithms
