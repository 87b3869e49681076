#include "models/algorithms/crawler/robots.h"

#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

bool allowed(std::string_view robots_txt, std::string_view agent, std::string_view path) {
  return RobotsRules::parse(robots_txt, agent).allows(path);
}

TEST(Robots, WithoutRulesEverythingIsAllowed) {
  EXPECT_TRUE(RobotsRules().allows("/x"));
  EXPECT_TRUE(allowed("", "FooBot", "/x"));
  EXPECT_FALSE(RobotsRules::disallow_all().allows("/x"));
  EXPECT_TRUE(RobotsRules::disallow_all().allows("/robots.txt"));
}

// The examples of RFC 9309, section 5.

TEST(Robots, FollowsTheSimpleExampleOfTheStandard) {
  constexpr std::string_view kText =
      "User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\n"
      "User-Agent: foobot\nDisallow:/\nAllow:/example/page.html\nAllow:/example/allowed.gif\n\n"
      "User-Agent: barbot\nUser-Agent: bazbot\nDisallow: /example/page.html\n\n"
      "User-Agent: quxbot\n";
  EXPECT_FALSE(allowed(kText, "anybot", "/a.gif"));
  EXPECT_TRUE(allowed(kText, "anybot", "/a.gift"));
  EXPECT_FALSE(allowed(kText, "anybot", "/example/x"));
  EXPECT_TRUE(allowed(kText, "anybot", "/publications/x"));
  EXPECT_FALSE(allowed(kText, "FooBot", "/x"));
  EXPECT_TRUE(allowed(kText, "FooBot", "/example/page.html"));
  EXPECT_TRUE(allowed(kText, "FooBot", "/example/allowed.gif"));
  EXPECT_FALSE(allowed(kText, "barbot", "/example/page.html"));
  EXPECT_FALSE(allowed(kText, "bazbot", "/example/page.html"));
  EXPECT_TRUE(allowed(kText, "bazbot", "/a.gif"));
  EXPECT_TRUE(allowed(kText, "quxbot", "/example/page.html"));
}

TEST(Robots, TheLongestMatchDecides) {
  constexpr std::string_view kText =
      "User-Agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n";
  EXPECT_TRUE(allowed(kText, "foobot", "/example/page/x"));
  EXPECT_FALSE(allowed(kText, "foobot", "/example/page/disallowed.gif"));
}

TEST(Robots, OfEquallyLongRulesTheOneThatAllowsDecides) {
  EXPECT_TRUE(allowed("User-agent: *\nDisallow: /x\nAllow: /x\n", "b", "/x"));
  EXPECT_TRUE(allowed("User-agent: *\nAllow: /x\nDisallow: /x\n", "b", "/x"));
}

TEST(Robots, JoinsTheGroupsOfOneCrawler) {
  constexpr std::string_view kText =
      "user-agent: a\ndisallow: /1\nuser-agent: b\ndisallow: /2\nUSER-AGENT: A/2.0\ndisallow: /3\n";
  EXPECT_FALSE(allowed(kText, "a", "/1"));
  EXPECT_TRUE(allowed(kText, "a", "/2"));
  EXPECT_FALSE(allowed(kText, "a", "/3"));
}

TEST(Robots, AnUnknownLineDoesNotEndAListOfAgents) {
  constexpr std::string_view kText = "User-agent: a\nSitemap: /s\nUser-agent: b\nDisallow: /\n";
  EXPECT_FALSE(allowed(kText, "a", "/x"));
  EXPECT_FALSE(allowed(kText, "b", "/x"));
  EXPECT_THAT(RobotsRules::parse(kText, "c").sitemaps(), ElementsAre("/s"));
}

TEST(Robots, ReadsRulesAsPeopleWriteThem) {
  constexpr std::string_view kText =
      "\xEF\xBB\xBF# a comment\r\n  User-agent :\t*  # all\r\nnonsense\r\nDisallow: /x # "
      "why\rDisallow:\r\n";
  EXPECT_FALSE(allowed(kText, "b", "/x/y"));
  EXPECT_TRUE(allowed(kText, "b", "/y"));
  EXPECT_TRUE(allowed("Disallow: /\n", "b", "/y")) << "a rule before any user agent";
}

TEST(Robots, ComparesPathsByWhatTheirEscapesMean) {
  EXPECT_FALSE(allowed("User-agent: *\nDisallow: /\xE3\x83\x84\n", "b", "/%e3%83%84"));
  EXPECT_FALSE(allowed("User-agent: *\nDisallow: /%E3%83%84\n", "b", "/\xE3\x83\x84"));
  EXPECT_FALSE(allowed("User-agent: *\nDisallow: /%62ar\n", "b", "/bar"));
  EXPECT_FALSE(allowed("User-agent: *\nDisallow: /x%2A\n", "b", "/x%2a"));
  EXPECT_TRUE(allowed("User-agent: *\nDisallow: /x%2A\n", "b", "/xyz"));
}

// RFC 9309, section 2.2.4: what is not in the standard must not part the lines of a group.
TEST(Robots, OtherRecordsDoNotEndAGroup) {
  constexpr std::string_view kText =
      "User-agent: foobot\nCrawl-delay: 2\nSitemap: http://h/map.xml\nFoo: bar\n"
      "User-agent: barbot\nDisallow: /private\n";
  EXPECT_FALSE(allowed(kText, "foobot", "/private"));
  EXPECT_FALSE(allowed(kText, "barbot", "/private"));
  EXPECT_EQ(RobotsRules::parse(kText, "foobot").crawl_delay(), 2s);
}

TEST(Robots, KnowsTheDelayASiteAsksFor) {
  EXPECT_EQ(RobotsRules::parse("User-agent: *\nCrawl-delay: 2.5\n", "b").crawl_delay(), 2500ms);
  EXPECT_EQ(RobotsRules::parse("User-agent: *\nCrawl-delay: x\n", "b").crawl_delay(), std::nullopt);
  EXPECT_EQ(
      RobotsRules::parse("User-agent: *\nCrawl-delay: 99999999999999999999\n", "b").crawl_delay(),
      24h);
}

TEST(Robots, MatchesThePatternExamplesOfTheDocumentation) {
  // The table of path matches in Google's documentation of robots.txt.
  EXPECT_TRUE(robots_pattern_matches("/fish", "/fishheads/yummy.html"));
  EXPECT_FALSE(robots_pattern_matches("/fish", "/Fish.asp"));
  EXPECT_FALSE(robots_pattern_matches("/fish", "/catfish"));
  EXPECT_TRUE(robots_pattern_matches("/fish*", "/fish.html"));
  EXPECT_TRUE(robots_pattern_matches("/fish/", "/fish/?id=anything"));
  EXPECT_FALSE(robots_pattern_matches("/fish/", "/fish.html"));
  EXPECT_TRUE(robots_pattern_matches("/*.php", "/folder/any.php.file.html"));
  EXPECT_FALSE(robots_pattern_matches("/*.php", "/windows.PHP"));
  EXPECT_TRUE(robots_pattern_matches("/*.php$", "/folder/filename.php"));
  EXPECT_FALSE(robots_pattern_matches("/*.php$", "/filename.php?parameters"));
  EXPECT_TRUE(robots_pattern_matches("/fish*.php", "/fishheads/catfish.php?parameters"));
  EXPECT_FALSE(robots_pattern_matches("/fish*.php", "/Fish.PHP"));
}

/// The obvious matcher: tries every way.
bool matches_somehow(std::string_view pattern, std::string_view path) {
  if (pattern.empty()) {
    return true;
  }
  if (pattern == "$") {
    return path.empty();
  }
  if (pattern[0] == '*') {
    return matches_somehow(pattern.substr(1), path) ||
           (!path.empty() && matches_somehow(pattern, path.substr(1)));
  }
  return !path.empty() && path[0] == pattern[0] &&
         matches_somehow(pattern.substr(1), path.substr(1));
}

TEST(Robots, AgreesWithTryingEveryWayToMatch) {
  std::mt19937_64 random(1);
  std::size_t matches = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string pattern;
    std::string path;
    for (std::uint64_t j = random() % 7; j > 0; --j) {
      pattern.push_back("ab*"[random() % 3]);
    }
    pattern += random() % 3 == 0 ? "$" : "";
    for (std::uint64_t j = random() % 9; j > 0; --j) {
      path.push_back("ab"[random() % 2]);
    }
    ASSERT_EQ(robots_pattern_matches(pattern, path), matches_somehow(pattern, path))
        << pattern << " against " << path;
    matches += matches_somehow(pattern, path) ? 1U : 0U;
  }
  EXPECT_GT(matches, 20'000U);
}

TEST(Robots, NoRuleTakesLong) {
  std::string pattern;
  for (int i = 0; i < 5'000; ++i) {
    pattern += "a*";
  }
  EXPECT_FALSE(robots_pattern_matches(pattern + "b", std::string(20'000, 'a')));
}

}  // namespace
}  // namespace napkin::algorithms
