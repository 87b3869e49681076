#include "models/algorithms/crawler/frontier.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using namespace std::chrono_literals;
using Page = Frontier::Page;

TEST(Frontier, RefusesToHaveNoQueues) {
  EXPECT_THROW(Frontier({.front_queue_count = 0}), std::invalid_argument);
  EXPECT_THROW(Frontier({.back_queue_count = 0}), std::invalid_argument);
  EXPECT_THROW(Frontier({.delay_min = -1s}), std::invalid_argument);
}

TEST(Frontier, IsEmptyAtFirst) {
  Frontier frontier({});
  EXPECT_EQ(frontier.next(0s), std::nullopt);
  EXPECT_EQ(frontier.next_ready(), std::nullopt);
}

TEST(Frontier, LetsAHostRestBetweenTwoPages) {
  Frontier frontier({.delay_min = 1s, .delay_per_fetch_time = 0});
  frontier.add({1, 7}, 0);
  frontier.add({2, 7}, 0);
  EXPECT_EQ(frontier.next(0s), (Page{1, 7}));
  EXPECT_EQ(frontier.next(100s), std::nullopt) << "one page of a host at a time";
  frontier.done({1, 7}, 50ms, 100s);
  EXPECT_EQ(frontier.next(101s - 1ns), std::nullopt);
  EXPECT_EQ(frontier.next_ready(), 101s);
  EXPECT_EQ(frontier.next(101s), (Page{2, 7}));
}

TEST(Frontier, APageThatComesWhileItsHostRestsWaitsToo) {
  Frontier frontier({.delay_min = 1s, .delay_per_fetch_time = 0});
  frontier.add({1, 7}, 0);
  static_cast<void>(frontier.next(0s));
  frontier.done({1, 7}, 0s, 0s);
  frontier.add({2, 7}, 0);
  EXPECT_EQ(frontier.next(999ms), std::nullopt);
  EXPECT_EQ(frontier.next(1s), (Page{2, 7}));
}

TEST(Frontier, AsksSlowHostsLessAndHeedsTheirWishes) {
  Frontier frontier({.delay_min = 1s, .delay_per_fetch_time = 10});
  frontier.set_delay(8, 60s);
  for (const std::uint64_t host : {7ULL, 8ULL}) {
    frontier.add({1, host}, 0);
    frontier.add({2, host}, 0);
    static_cast<void>(frontier.next(0s));
    frontier.done({1, host}, 2s, 0s);
  }
  EXPECT_EQ(frontier.next(20s - 1ns), std::nullopt);
  EXPECT_EQ(frontier.next(20s), (Page{2, 7}));
  EXPECT_EQ(frontier.next(60s - 1ns), std::nullopt);
  EXPECT_EQ(frontier.next(60s), (Page{2, 8}));
}

TEST(Frontier, ImportantPagesComeMoreOftenAndNoneStarves) {
  Frontier frontier({.front_queue_count = 3, .back_queue_count = 1, .delay_min = 0s});
  std::uint64_t name = 0;
  for (std::size_t priority = 0; priority < 3; ++priority) {
    for (int i = 0; i < 70; ++i) {
      ++name;
      frontier.add({priority, name}, priority);  // each page of its own host
    }
  }
  std::map<std::uint64_t, int> taken;
  for (int i = 0; i < 70; ++i) {
    const auto page = frontier.next(0s);
    ++taken[page->url];
    frontier.done(*page, 0s, 0s);
  }
  EXPECT_EQ(taken[0], 40);
  EXPECT_EQ(taken[1], 20);
  EXPECT_EQ(taken[2], 10);
}

TEST(Frontier, WithinAHostImportantPagesComeFirst) {
  Frontier frontier({.delay_min = 0s});
  frontier.add({1, 7}, 9);
  frontier.add({2, 7}, 0);
  EXPECT_EQ(frontier.next(0s)->url, 2U);
}

TEST(Frontier, FetchesEachPagePolitelyAndLosesNoneInACrash) {
  constexpr auto kDelay = 20ns;
  const Frontier::Options options{.front_queue_count = 3,
                                  .back_queue_count = 12,
                                  .delay_min = kDelay,
                                  .delay_per_fetch_time = 2};
  Frontier frontier(options);
  std::mt19937_64 random(1);
  Time now{0};
  std::uint64_t added = 0;
  std::set<std::uint64_t> done;
  std::map<std::uint64_t, Time> allowed_again;
  std::vector<Page> fetching;
  for (int i = 0; i < 150'000 || done.size() < added; ++i) {
    now += Duration(random() % 3);
    if (i < 150'000 && random() % 3 == 0) {
      ++added;
      frontier.add({added, random() % 4 == 0 ? 0 : random() % 200}, random() % 4);
    }
    if (const auto page = frontier.next(now)) {
      ASSERT_GE(now, allowed_again[page->host]) << "host " << page->host;
      ASSERT_EQ(done.count(page->url), 0U);
      allowed_again[page->host] = Time::max();  // until its fetch ends
      fetching.push_back(*page);
    }
    if (!fetching.empty() && random() % 2 == 0) {
      const std::size_t chosen = random() % fetching.size();
      const Page page = fetching[chosen];
      fetching.erase(fetching.begin() + static_cast<std::ptrdiff_t>(chosen));
      const Duration fetch_time(random() % 30);
      frontier.done(page, fetch_time, now);
      allowed_again[page.host] = now + std::max<Duration>(kDelay, 2 * fetch_time);
      done.insert(page.url);
    }
    if (i % 20'000 == 19'999) {  // a crash: what was being fetched is fetched again
      const auto saved = frontier.checkpoint();
      ASSERT_EQ(saved.size(), added - done.size());
      frontier = Frontier(options);
      for (const auto& waiting : saved) {
        frontier.add(waiting.page, waiting.priority);
      }
      fetching.clear();
      allowed_again.clear();
    }
  }
  EXPECT_EQ(done.size(), added);
  EXPECT_EQ(frontier.waiting_count(), 0U);
}

}  // namespace
}  // namespace napkin::algorithms
