#include "models/algorithms/storage/wide_column_table.h"

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/algorithms/storage/ordered_key.h"

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

WriteStamp at(int seconds) {
  return {.time = std::chrono::seconds(seconds), .writer = NodeId{1}};
}

WideColumnMutation write(std::string row, std::string column, std::string value, int seconds) {
  return {std::move(row), std::move(column), std::move(value), at(seconds)};
}

WideColumnMutation erasure(std::string row, std::string column, int seconds) {
  return {std::move(row), std::move(column), std::nullopt, at(seconds)};
}

WideColumnMutation row_erasure(std::string row, int seconds) {
  return {std::move(row), std::nullopt, std::nullopt, at(seconds)};
}

std::vector<std::string> keys(const std::vector<WideColumn>& columns) {
  std::vector<std::string> result;
  for (const WideColumn& column : columns) {
    result.push_back(column.key);
  }
  return result;
}

WideColumnTable friends_of_ada() {
  WideColumnTable table;
  for (const char* name : {"dan", "bob", "eve", "cleo"}) {
    table.apply(write("ada", name, "friend", 1));
  }
  return table;
}

// The friendship table: two rows per friendship, one query per user.
TEST(WideColumnTable, AnswersWhoIsFriendWithWhom) {
  WideColumnTable table;
  table.apply(write("ada", "bob", "2019", 1));
  table.apply(write("bob", "ada", "2019", 1));
  EXPECT_EQ(table.get("ada", "bob"), "2019");
  EXPECT_EQ(table.get("bob", "ada"), "2019");
  EXPECT_EQ(table.get("bob", "cleo"), std::nullopt);
  EXPECT_EQ(table.get("nobody", "ada"), std::nullopt);
}

TEST(WideColumnTable, KeepsColumnsSorted) {
  EXPECT_THAT(keys(friends_of_ada().query("ada", {})), ElementsAre("bob", "cleo", "dan", "eve"));
}

TEST(WideColumnTable, AnswersRangesInBothDirections) {
  const WideColumnTable table = friends_of_ada();
  EXPECT_THAT(keys(table.query("ada", {.from = "c", .to = "e"})), ElementsAre("cleo", "dan"));
  EXPECT_THAT(keys(table.query("ada", {.from = "bob", .limit = 2})), ElementsAre("bob", "cleo"));
  EXPECT_THAT(keys(table.query("ada", {.limit = 3, .descending = true})),
              ElementsAre("eve", "dan", "cleo"));
  EXPECT_THAT(table.query("ada", {.from = "e", .to = "c"}), IsEmpty());
  EXPECT_THAT(table.query("ada", {.from = "c", .to = "c"}), IsEmpty());
  EXPECT_THAT(table.query("ada", {.limit = 0}), IsEmpty());
  EXPECT_THAT(table.query("nobody", {}), IsEmpty());
}

// A news feed: column key (time descending, author), so the newest come first.
TEST(WideColumnTable, PagesThroughCompositeColumns) {
  WideColumnTable table;
  for (int post = 0; post < 10; ++post) {
    const std::string column = OrderedKey().descending(post).number(7).bytes();
    table.apply(write("feed", column, std::to_string(post), 1));
  }
  const auto page = table.query("feed", {.limit = 3});
  EXPECT_EQ(page[0].value, "9");
  EXPECT_EQ(page[2].value, "7");
  const auto next = table.query("feed", {.from = page[2].key + '\0', .limit = 3});
  EXPECT_EQ(next[0].value, "6");
}

TEST(WideColumnTable, HidesWhatWasDeletedFromLaterReplays) {
  WideColumnTable table = friends_of_ada();
  EXPECT_TRUE(table.apply(erasure("ada", "bob", 5)));
  EXPECT_FALSE(table.apply(write("ada", "bob", "late", 3)));
  EXPECT_EQ(table.get("ada", "bob"), std::nullopt);
  EXPECT_EQ(table.columns_count("ada"), 3U);
  EXPECT_TRUE(table.apply(write("ada", "bob", "again", 6)));
  EXPECT_EQ(table.get("ada", "bob"), "again");
}

TEST(WideColumnTable, DeletesAWholeRowUpToAStamp) {
  WideColumnTable table = friends_of_ada();
  table.apply(write("ada", "zoe", "newer", 9));
  EXPECT_TRUE(table.apply(row_erasure("ada", 5)));
  EXPECT_THAT(keys(table.query("ada", {})), ElementsAre("zoe"));
  EXPECT_FALSE(table.apply(write("ada", "bob", "late", 5)));
  EXPECT_FALSE(table.apply(row_erasure("ada", 4)));
}

TEST(WideColumnTable, ForgetsTombstonesAndEmptyRowsWhenPurged) {
  WideColumnTable table = friends_of_ada();
  table.apply(erasure("ada", "bob", 2));
  table.apply(row_erasure("gone", 3));
  EXPECT_EQ(table.rows_count(), 2U);
  EXPECT_EQ(table.purge_tombstones(3s), 1U);
  EXPECT_EQ(table.purge_tombstones(4s), 1U);
  EXPECT_EQ(table.rows_count(), 1U);
}

std::vector<WideColumnMutation> random_mutations(std::mt19937_64* random, int count) {
  std::vector<WideColumnMutation> mutations;
  for (int each = 0; each < count; ++each) {
    const std::string row(1, "pq"[(*random)() % 2]);
    const std::string column(1, "abcdef"[(*random)() % 6]);
    const int seconds = static_cast<int>((*random)() % 12);
    switch ((*random)() % 12) {
      case 0:
        mutations.push_back(row_erasure(row, seconds));
        break;
      case 1:
      case 2:
      case 3:
        mutations.push_back(erasure(row, column, seconds));
        break;
      default:
        mutations.push_back(write(row, column, std::string(1, "xyz"[(*random)() % 3]), seconds));
    }
  }
  return mutations;
}

// The definition: of all mutations that concern a column the largest counts, by stamp, then
// deletions, then the larger value.
std::optional<std::string> by_definition(const std::vector<WideColumnMutation>& mutations,
                                         const std::string& row,
                                         const std::string& column) {
  std::optional<std::string> value;
  std::tuple<WriteStamp, bool, std::string> largest{{Time::min(), NodeId{0}}, false, ""};
  for (const auto& mutation : mutations) {
    if (mutation.row == row && mutation.column.value_or(column) == column) {
      const std::tuple rank(mutation.stamp, !mutation.value, mutation.value.value_or(""));
      if (rank > largest) {
        largest = rank;
        value = mutation.value;
      }
    }
  }
  return value;
}

TEST(WideColumnTable, ShowsTheLatestOfAllMutationsWhateverTheirOrder) {
  std::mt19937_64 random(52);
  for (int round = 0; round < 3'000; ++round) {
    auto mutations = random_mutations(&random, 40);
    WideColumnTable first;
    WideColumnTable second;
    for (const auto& mutation : mutations) {
      first.apply(mutation);
    }
    std::shuffle(mutations.begin(), mutations.end(), random);
    for (const auto& mutation : mutations) {
      second.apply(mutation);
      second.apply(mutation);
    }
    for (const std::string row : {"p", "q"}) {
      ASSERT_EQ(first.query(row, {}), second.query(row, {}));
      for (const std::string column : {"a", "b", "c", "d", "e", "f"}) {
        ASSERT_EQ(first.get(row, column), by_definition(mutations, row, column));
      }
    }
  }
}

// Ranges against a plain scan of a sorted list.
TEST(WideColumnTable, AnswersRangesAsAScanDoes) {
  std::mt19937_64 random(53);
  WideColumnTable table;
  std::map<int, std::string> model;
  const auto key = [](int number) { return OrderedKey().signed_number(number).bytes(); };
  for (int step = 0; step < 20'000; ++step) {
    const int number = static_cast<int>(random() % 40);
    if (random() % 2 == 0) {
      table.apply(write("row", key(number), std::to_string(step), step));
      model[number] = std::to_string(step);
    } else {
      table.apply(erasure("row", key(number), step));
      model.erase(number);
    }
    const int from = static_cast<int>(random() % 40);
    const int to = static_cast<int>(random() % 40);
    const std::size_t limit = random() % 8;
    const bool descending = random() % 2 == 0;
    std::vector<std::string> expected;
    for (const auto& [number_in_range, value] : model) {
      if (number_in_range >= from && number_in_range < to) {
        expected.push_back(value);
      }
    }
    if (descending) {
      std::reverse(expected.begin(), expected.end());
    }
    expected.resize(std::min(expected.size(), limit));
    std::vector<std::string> found;
    for (const auto& column : table.query("row", {key(from), key(to), limit, descending})) {
      found.push_back(column.value);
    }
    ASSERT_EQ(found, expected);
  }
}

}  // namespace
}  // namespace napkin::algorithms
