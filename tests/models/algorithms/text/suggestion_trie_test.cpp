#include "models/algorithms/text/suggestion_trie.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Suggestion = SuggestionTrie::Suggestion;

/// The queries of the book's figure: "be" leads to best: 35, bet: 29, bee: 20, be: 15, beer: 10.
SuggestionTrie trie_of_the_figure() {
  SuggestionTrie trie({.suggestions_max = 5});
  for (const auto& [query, frequency] : std::map<std::string, std::uint64_t>{{"be", 15},
                                                                             {"bee", 20},
                                                                             {"beer", 10},
                                                                             {"best", 35},
                                                                             {"bet", 29},
                                                                             {"buy", 14},
                                                                             {"win", 11}}) {
    trie.set(query, frequency);
  }
  return trie;
}

TEST(SuggestionTrie, RefusesToSuggestNothing) {
  EXPECT_THROW(SuggestionTrie({.suggestions_max = 0}), std::invalid_argument);
  EXPECT_THROW(SuggestionTrie({.prefix_bytes_max = 0}), std::invalid_argument);
}

TEST(SuggestionTrie, FollowsThePublishedExamples) {
  const auto trie = trie_of_the_figure();
  EXPECT_THAT(trie.suggest("be"),
              ElementsAre(Suggestion{"best", 35},
                          Suggestion{"bet", 29},
                          Suggestion{"bee", 20},
                          Suggestion{"be", 15},
                          Suggestion{"beer", 10}));
  SuggestionTrie two({.suggestions_max = 2});
  two.set("tree", 10);
  two.set("try", 29);
  two.set("true", 35);
  two.set("toy", 14);
  EXPECT_THAT(two.suggest("tr"), ElementsAre(Suggestion{"true", 35}, Suggestion{"try", 29}));
}

TEST(SuggestionTrie, KnowsNothingOfAnUnknownPrefix) {
  const auto trie = trie_of_the_figure();
  EXPECT_THAT(trie.suggest("x"), IsEmpty());
  EXPECT_THAT(trie.suggest("beers"), IsEmpty());
  EXPECT_THAT(SuggestionTrie({}).suggest(""), IsEmpty());
}

TEST(SuggestionTrie, TheEmptyPrefixAsksForTheMostFrequentOfAll) {
  EXPECT_EQ(trie_of_the_figure().suggest("").front(), (Suggestion{"best", 35}));
}

TEST(SuggestionTrie, WhatIsAskedLessOrNoMoreMakesRoom) {
  SuggestionTrie trie({.suggestions_max = 1});
  trie.set("car", 10);
  trie.set("cat", 8);
  trie.set("car", 7);
  EXPECT_THAT(trie.suggest("ca"), ElementsAre(Suggestion{"cat", 8}));
  trie.set("cat", 0);
  EXPECT_THAT(trie.suggest("ca"), ElementsAre(Suggestion{"car", 7}));
  EXPECT_THAT(trie.suggest("cat"), IsEmpty());
  trie.set("cat", 9);
  EXPECT_EQ(trie.suggest("c").front().query, "cat");
}

TEST(SuggestionTrie, LongQueriesAreFoundUnderThePrefixesItKeeps) {
  SuggestionTrie trie({.suggestions_max = 2, .prefix_bytes_max = 3});
  trie.set("abcdef", 5);
  trie.set("abcxyz", 6);
  EXPECT_THAT(trie.suggest("abc"), ElementsAre(Suggestion{"abcxyz", 6}, Suggestion{"abcdef", 5}));
  EXPECT_THAT(trie.suggest("abcd"), IsEmpty());
  EXPECT_EQ(trie.frequency("abcdef"), 5U);
  EXPECT_EQ(trie.node_count(), 4U);
}

TEST(SuggestionTrie, AgreesWithSortingAllQueriesAndWithItsKeyValueMapping) {
  SuggestionTrie trie({.suggestions_max = 3, .prefix_bytes_max = 4});
  std::map<std::string, std::uint64_t> model;
  const auto expected_for = [&](const std::string& prefix) {
    std::vector<std::pair<std::string, std::uint64_t>> found;
    for (auto each = model.lower_bound(prefix);
         each != model.end() && each->first.starts_with(prefix);
         ++each) {
      if (each->second > 0) {
        found.emplace_back(*each);
      }
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    found.resize(std::min<std::size_t>(found.size(), 3));
    return found;
  };
  std::mt19937_64 random(1);
  const auto draw_query = [&random] {
    std::string query;
    for (std::uint64_t i = 1 + random() % 6; i > 0; --i) {
      query.push_back(static_cast<char>("abc\xC3"[random() % 4]));
    }
    return query;
  };
  for (int i = 0; i < 100'000; ++i) {
    const std::string query = draw_query();
    const std::uint64_t frequency = random() % 20;
    trie.set(query, frequency);
    model[query] = frequency;
    if (i % 200 == 0) {
      const std::string prefix = draw_query().substr(0, random() % 5);
      const auto expected = expected_for(prefix);
      const auto found = trie.suggest(prefix);
      ASSERT_EQ(found.size(), expected.size()) << prefix;
      for (std::size_t j = 0; j < found.size(); ++j) {
        ASSERT_EQ(found[j].query, expected[j].first);
        ASSERT_EQ(found[j].frequency, expected[j].second);
      }
    }
  }
  std::string last;
  std::size_t pairs = 0;
  trie.for_each_prefix([&](std::string_view prefix, const std::vector<Suggestion>& suggestions) {
    EXPECT_TRUE(pairs == 0 || last < prefix);
    EXPECT_EQ(suggestions, trie.suggest(prefix));
    last = prefix;
    ++pairs;
  });
  EXPECT_GT(pairs, 300U);
  EXPECT_LE(pairs, trie.node_count());
}

}  // namespace
}  // namespace napkin::algorithms
