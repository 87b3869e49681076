#include "sim/scenario/declaration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/loader.h"

namespace napkin {
namespace {

using ::testing::HasSubstr;

enum class Eviction { kLru, kLfu };

struct Retry {
  std::int64_t attempts = 0;
  Duration backoff{};
};

void declare(Declaration<Retry>& keys) {
  keys.count("attempts", &Retry::attempts).at_least(1).at_most(10).otherwise("3");
  keys.duration("backoff", &Retry::backoff).more_than("0s").otherwise("100ms");
}

struct Cache {
  std::int64_t capacity = 0;
  Duration ttl{};
  Eviction eviction = Eviction::kLru;
  double hits = 0;
  double load = 0;
  std::uint32_t block_bytes = 0;
  std::string label;
  bool warm = false;
  std::optional<Duration> deadline;
  Address origin;
  std::vector<Duration> steps;
  std::vector<std::pair<std::string, double>> prices;
  Retry retry;
  std::optional<Retry> second;
  Node raw;
};

void declare(Declaration<Cache>& keys) {
  keys.about("Keeps answers in memory");
  keys.integer("capacity", &Cache::capacity).at_least(1).otherwise("100k").help("objects kept");
  keys.duration("ttl", &Cache::ttl).more_than("0s").otherwise("60s").help("time to live");
  keys.choice<Eviction>(
          "eviction", &Cache::eviction, {{"lru", Eviction::kLru}, {"lfu", Eviction::kLfu}})
      .otherwise("lru");
  keys.ratio("hits", &Cache::hits).otherwise("90%");
  keys.rate("load", &Cache::load).otherwise("100k/s");
  keys.bytes("block", &Cache::block_bytes).otherwise("4KiB");
  keys.text("label", &Cache::label).otherwise("\"\"");
  keys.boolean("warm", &Cache::warm).otherwise("false");
  keys.duration("deadline", &Cache::deadline);
  keys.address("origin", &Cache::origin).required();
  keys.list_of("steps", &Cache::steps, values::duration()).at_most(2);
  keys.map_of("prices", &Cache::prices, values::money());
  keys.object("retry", &Cache::retry);
  keys.object("second", &Cache::second);
  keys.node("raw", &Cache::raw);
  keys.check([](const Cache& cache, const KeyPlaces& at) {
    if (cache.deadline && *cache.deadline > cache.ttl) {
      at.error("deadline", "the deadline is longer than the ttl");
    }
  });
}

struct Reading {
  Cache cache;
  std::string messages;
};

Reading read(std::string text) {
  Diagnostics diagnostics;
  const Node node =
      load_text(std::make_shared<Source>(Source{"cache.yaml", std::move(text)}), diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << render(diagnostics);
  Reading reading;
  reading.cache = declaration_of<Cache>().read(node, diagnostics);
  reading.messages = render(diagnostics);
  return reading;
}

TEST(Declaration, DefaultsAreReadByTheSameRulesAsValues) {
  const Reading reading = read("origin: api[2]");
  EXPECT_EQ(reading.messages, "");
  EXPECT_EQ(reading.cache.capacity, 100'000);
  EXPECT_EQ(reading.cache.ttl, 60s);
  EXPECT_EQ(reading.cache.hits, 0.9);
  EXPECT_EQ(reading.cache.load, 1e5);
  EXPECT_EQ(reading.cache.block_bytes, 4096U);
  EXPECT_EQ(reading.cache.retry.attempts, 3);
  EXPECT_FALSE(reading.cache.deadline);
  EXPECT_FALSE(reading.cache.second);
  EXPECT_FALSE(reading.cache.raw);
}

TEST(Declaration, ReadsEveryTypeOfValue) {
  const Reading reading = read(
      "{origin: a, capacity: 2k, ttl: 5ms, eviction: lfu, hits: 20%, load: 6/min, block: 1B, "
      "label: x,"
      " warm: true, deadline: 1ms, steps: [1s, 2s], prices: {disk: $0.02}, retry: {attempts: 2},"
      " second: {}, raw: [1]}");
  EXPECT_EQ(reading.messages, "");
  EXPECT_EQ(reading.cache.capacity, 2'000);
  EXPECT_EQ(reading.cache.eviction, Eviction::kLfu);
  EXPECT_EQ(reading.cache.load, 0.1);
  EXPECT_EQ(reading.cache.deadline, Duration(1ms));
  EXPECT_THAT(reading.cache.steps, ::testing::ElementsAre(1s, 2s));
  EXPECT_EQ(reading.cache.prices.front().first, "disk");
  EXPECT_EQ(reading.cache.prices.front().second, 0.02);
  EXPECT_EQ(reading.cache.retry.attempts, 2);
  EXPECT_EQ(reading.cache.retry.backoff, 100ms);
  ASSERT_TRUE(reading.cache.second);
  EXPECT_EQ(reading.cache.second->attempts, 3);
  EXPECT_TRUE(reading.cache.raw.is_list());
}

TEST(Declaration, TellsAllMistakesAtOnceWithTheirPlaces) {
  EXPECT_EQ(read("origin: api\ncapasity: 5\nttl: 60\n").messages,
            "cache.yaml:2:1: error: unknown key \"capasity\"\n"
            "    2 | capasity: 5\n"
            "      | ^~~~~~~~\n"
            "      = did you mean \"capacity\"?\n"
            "cache.yaml:3:6: error: \"60\" has no unit\n"
            "    3 | ttl: 60\n"
            "      |      ^~\n"
            "      = write 60s or 60ms\n");
}

struct Case {
  std::string text;
  std::string expected;
};

class DeclarationMistake : public ::testing::TestWithParam<Case> {};

TEST_P(DeclarationMistake, IsExplained) {
  EXPECT_THAT(read(GetParam().text).messages, HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    All,
    DeclarationMistake,
    ::testing::Values(Case{"ttl: 1s", "missing key \"origin\""},
                      Case{"{origin: a, ttl: 5MiB}", "\"5MiB\" is a size, not a duration"},
                      Case{"{origin: a, ttl: 0s}", "it has to be more than 0s"},
                      Case{"{origin: a, ttl: [1s]}", "a list stands where a single value is due"},
                      Case{"{origin: a, ttl: }", "\"ttl\" has no value"},
                      Case{"{origin: a, ttl: {peak}}", "write \"{peak}\""},
                      Case{"{origin: a, hits: 0.2}", "write 20%"},
                      Case{"{origin: a, hits: 120%}", "it has to be at least 0%, at most 100%"},
                      Case{"{origin: a, load: 5}", "write 5/s or 5k/s"},
                      Case{"{origin: a, load: 5rps}", "did you mean 5/s?"},
                      Case{"{origin: a, block: 5}", "write 5B or 5KiB"},
                      Case{"{origin: a, block: 5GB}", "is too high"},
                      Case{"{origin: a, warm: yes}", "write true"},
                      Case{"{origin: a, eviction: lfo}", "did you mean \"lfu\"?"},
                      Case{"{origin: a, steps: 1s}", "write [1s]"},
                      Case{"{origin: a, steps: [1s, 2s, 3s]}", "3 items are too many"},
                      Case{"{origin: a, ttl: ''}", "an empty value is not a number"},
                      Case{"{origin: a, prices: [1]}", "a list stands where a map is due"},
                      Case{"{origin: a, retry: {attempt: 2}}", "did you mean \"attempts\"?"},
                      Case{"{origin: a, retry: 5}", "keys: attempts, backoff"},
                      Case{"{origin: 'a..b'}", "is not an address"},
                      Case{"{origin: a, deadline: 2min}", "the deadline is longer than the ttl"},
                      Case{"[1, 2]", "a list stands where a map of keys is due"}));

TEST(Declaration, PassesOverTheKeysOfAnotherReader) {
  Diagnostics diagnostics;
  const Node node =
      load_text(std::make_shared<Source>(Source{"x", "{attempts: 2, kind: cache}"}), diagnostics);
  EXPECT_EQ(declaration_of<Retry>().read(node, diagnostics, {"kind"}).attempts, 2);
  EXPECT_TRUE(diagnostics.empty());
}

TEST(Declaration, BoundsOfACountCanOnlyBeDrawnTighter) {
  Declaration<Cache> keys;
  EXPECT_NO_THROW(keys.bytes("block", &Cache::block_bytes).at_most("1GiB"));
  EXPECT_THROW(keys.bytes("block", &Cache::block_bytes).at_most("1TiB"), std::invalid_argument);
  EXPECT_THROW(keys.bytes("block", &Cache::block_bytes).at_least("-1B"), std::invalid_argument);
  EXPECT_NO_THROW(keys.ratio("load", &Cache::load).at_most("500%"));
  EXPECT_NO_THROW(keys.duration("ttl", &Cache::ttl).at_least("-5s"));
}

TEST(Declaration, NamesOfPartsFitIntoAddresses) {
  Diagnostics diagnostics;
  const Node node = load_text(
      std::make_shared<Source>(Source{"a", "{api: 1, us-east: 2, a.b: 3, 9: 4}"}), diagnostics);
  EXPECT_FALSE(check_part_names(node, diagnostics));
  EXPECT_EQ(diagnostics.count(), 2U);
}

struct Wrong {
  Duration ttl{};
  std::int64_t size = 0;
};

void declare(Declaration<Wrong>& keys) {
  keys.duration("ttl", &Wrong::ttl).otherwise("60");
  keys.integer("size", &Wrong::size);
}

TEST(Declaration, RefusesADefaultThatBreaksItsOwnRulesAndAKeyWithoutOne) {
  Declaration<Wrong> keys;
  declare(keys);
  EXPECT_THAT(mistakes_of(keys.info()),
              ::testing::ElementsAre(HasSubstr("write 60s or 60ms"), HasSubstr("size is neither")));
  EXPECT_THROW((void)declaration_of<Wrong>(), std::logic_error);
}

}  // namespace
}  // namespace napkin
