#include "models/algorithms/queue/inbox_table.h"

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Append = InboxTable::Append;

constexpr std::uint64_t kBob = 7;
constexpr std::uint64_t kPhone = 1;
constexpr std::uint64_t kLaptop = 2;

TEST(InboxTable, RefusesAnInboxWithoutRoom) {
  EXPECT_THROW(InboxTable({.messages_max = 0}), std::invalid_argument);
}

TEST(InboxTable, AnUnknownUserHasNothing) {
  InboxTable inboxes({});
  EXPECT_THAT(inboxes.fetch(kBob, kPhone, 10).messages, IsEmpty());
  EXPECT_EQ(inboxes.cursor(kBob, kPhone), 0U);
  EXPECT_EQ(inboxes.trim(kBob), 0U);
}

TEST(InboxTable, EachDeviceCatchesUpFromItsOwnCursor) {
  InboxTable inboxes({});
  for (std::uint64_t message = 1; message <= 5; ++message) {
    EXPECT_EQ(inboxes.append(kBob, message), Append::kInOrder);
  }
  inboxes.advance(kBob, kPhone, 4);
  inboxes.advance(kBob, kLaptop, 2);
  EXPECT_THAT(inboxes.fetch(kBob, kPhone, 10).messages, ElementsAre(5));
  EXPECT_THAT(inboxes.fetch(kBob, kLaptop, 2).messages, ElementsAre(3, 4));
  EXPECT_EQ(inboxes.unread_count(kBob, kLaptop), 3U);
}

TEST(InboxTable, ACursorNeverMovesBack) {
  InboxTable inboxes({});
  inboxes.advance(kBob, kPhone, 9);
  inboxes.advance(kBob, kPhone, 4);
  EXPECT_EQ(inboxes.cursor(kBob, kPhone), 9U);
}

TEST(InboxTable, KeepsTheOrderOfLateMessages) {
  InboxTable inboxes({});
  inboxes.append(kBob, 10);
  EXPECT_EQ(inboxes.append(kBob, 8), Append::kOutOfOrder);
  EXPECT_EQ(inboxes.append(kBob, 8), Append::kDuplicate);
  EXPECT_THAT(inboxes.fetch(kBob, kPhone, 10).messages, ElementsAre(8, 10));
}

TEST(InboxTable, SaysWhenACursorHasPassedALateMessage) {
  InboxTable inboxes({});
  inboxes.append(kBob, 10);
  inboxes.advance(kBob, kPhone, 10);
  EXPECT_EQ(inboxes.append(kBob, 8), Append::kMissed);
  EXPECT_THAT(inboxes.fetch(kBob, kPhone, 10).messages, IsEmpty());
  EXPECT_THAT(inboxes.fetch(kBob, kLaptop, 10).messages, ElementsAre(8, 10));
}

TEST(InboxTable, AFullInboxDropsTheOldestAndShowsTheGap) {
  InboxTable inboxes({.messages_max = 3});
  inboxes.advance(kBob, kPhone, 2);
  for (std::uint64_t message = 1; message <= 5; ++message) {
    inboxes.append(kBob, message);
  }
  EXPECT_FALSE(inboxes.fetch(kBob, kPhone, 10).has_gap);
  EXPECT_TRUE(inboxes.fetch(kBob, kLaptop, 10).has_gap);
  EXPECT_THAT(inboxes.fetch(kBob, kLaptop, 10).messages, ElementsAre(3, 4, 5));
  EXPECT_EQ(inboxes.append(kBob, 2), Append::kTooOld);
}

TEST(InboxTable, AFullInboxOfOneHoldsTheNewest) {
  InboxTable inboxes({.messages_max = 1});
  inboxes.append(kBob, 5);
  EXPECT_EQ(inboxes.append(kBob, 3), Append::kTooOld);
  EXPECT_TRUE(inboxes.fetch(kBob, kPhone, 10).has_gap);
  EXPECT_EQ(inboxes.append(kBob, 6), Append::kInOrder);
  EXPECT_THAT(inboxes.fetch(kBob, kPhone, 10).messages, ElementsAre(6));
}

TEST(InboxTable, TrimsWhatEveryDeviceHas) {
  InboxTable inboxes({});
  for (std::uint64_t message = 1; message <= 5; ++message) {
    inboxes.append(kBob, message);
  }
  EXPECT_EQ(inboxes.trim(kBob), 0U);
  inboxes.advance(kBob, kPhone, 4);
  inboxes.advance(kBob, kLaptop, 2);
  EXPECT_EQ(inboxes.trim(kBob), 2U);
  inboxes.remove_device(kBob, kLaptop);
  EXPECT_EQ(inboxes.trim(kBob), 2U);
  EXPECT_EQ(inboxes.message_count(kBob), 1U);
}

TEST(InboxTable, AgreesWithSetsOverRandomOperations) {
  InboxTable inboxes({.messages_max = 1'000'000});
  std::map<std::uint64_t, std::set<std::uint64_t>> messages;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t> cursors;
  std::mt19937_64 random(6);
  for (std::uint64_t i = 1; i <= 100'000; ++i) {
    const std::uint64_t user = random() % 40;
    const std::uint64_t device = random() % 3;
    std::uint64_t& cursor = cursors[{user, device}];
    if (random() % 2 == 0) {
      const std::uint64_t message = i * 8 - random() % 64 + 64;
      const bool is_new = messages[user].insert(message).second;
      ASSERT_EQ(inboxes.append(user, message) != Append::kDuplicate, is_new);
    } else {
      std::vector<std::uint64_t> expected(messages[user].upper_bound(cursor), messages[user].end());
      ASSERT_EQ(inboxes.unread_count(user, device), expected.size());
      expected.resize(std::min<std::size_t>(expected.size(), 20));
      ASSERT_EQ(inboxes.fetch(user, device, 20).messages, expected);
      cursor = expected.empty() ? cursor : expected.back();
      inboxes.advance(user, device, cursor);
    }
  }
}

}  // namespace
}  // namespace napkin::algorithms
