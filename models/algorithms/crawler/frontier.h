#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "models/algorithms/base/time.h"
#include "models/algorithms/queue/delay_queue.h"

namespace napkin::algorithms {

/// The pages that a crawler has yet to fetch, and the order to fetch them in: important ones first,
/// and never two pages of one host at once or in quick succession. URLs and hosts are 64-bit names.
///
///     Frontier frontier({.front_queue_count = 3, .back_queue_count = 300});
///     frontier.add({url, host}, /*priority=*/0);
///     if (auto page = frontier.next(now)) { fetch(*page); }
///     frontier.done(*page, fetch_time, now);               // the host rests now
///
/// Front queues hold URLs by priority; each back queue holds URLs of a single host, and a heap
/// tells which host may be asked next. A back queue that runs empty is filled from the front
/// queues, which take turns in proportion to their weights, until it has found a host of its own;
/// within a host, too, important pages come first. Source: Heydon and Najork, "Mercator: a
/// scalable, extensible web crawler", 1999, section 3.2, with the front and back queues of Manning,
/// Raghavan and Schuetze, "Introduction to information retrieval", 20.2.3. O(log back queues) per
/// page; 16 bytes per waiting URL.
class Frontier final {
 public:
  struct Options {
    std::size_t front_queue_count = 3;  // priorities, 0 the most important; at least 1
    /// Hosts that can be asked at the same time; three for each fetching worker keep all busy.
    std::size_t back_queue_count = 300;
    /// A host rests so long after a fetch,
    Duration delay_min = std::chrono::seconds(1);
    /// and at least so many times as long as the fetch took: a slow host is asked less.
    std::int64_t delay_per_fetch_time = 10;
  };

  struct Page {
    std::uint64_t url = 0;
    std::uint64_t host = 0;

    friend bool operator==(const Page&, const Page&) = default;
  };

  struct Waiting {
    Page page;
    std::size_t priority = 0;
  };

  /// Throws std::invalid_argument for no queues or a negative delay.
  explicit Frontier(Options options);

  /// Adds a page. Whether it was seen before is the caller's business. A priority beyond the last
  /// counts as the last.
  void add(Page page, std::size_t priority);

  /// The next page to fetch, if any host may be asked at `now`. Its host is left alone until
  /// done().
  [[nodiscard]] std::optional<Page> next(Time now);

  /// The fetch of `page` ended, well or not, after `fetch_time`; its host rests from `now` on.
  /// Requires: next() returned `page`, and this was not called for it before.
  void done(Page page, Duration fetch_time, Time now);

  /// A host's own wish for a delay (robots.txt); the longest of all delays counts.
  void set_delay(std::uint64_t host, Duration delay) { host_delays_[host] = delay; }

  /// After next() had nothing: when it may have a page again if nothing is added or done meanwhile;
  /// empty if never.
  [[nodiscard]] std::optional<Time> next_ready();

  /// Every page that was added and is not done, those being fetched first: what a checkpoint saves,
  /// so that a crash loses none. Adding them to a new frontier, in this order, restores it.
  [[nodiscard]] std::vector<Waiting> checkpoint() const;

  /// Pages that wait, not counting those being fetched.
  [[nodiscard]] std::size_t waiting_count() const { return waiting_count_; }

  [[nodiscard]] std::size_t fetching_count() const { return fetching_.size(); }

 private:
  struct FrontQueue {
    std::deque<Page> pages;
    std::int64_t weight = 1;
    std::int64_t credit = 0;
  };

  struct BackQueue {
    std::uint64_t host = 0;
    std::map<std::size_t, std::deque<Page>> pages;  // by priority; none of the deques is empty
  };

  using BackIndex = std::uint32_t;

  void fill_free_queues(Time now);
  [[nodiscard]] std::optional<Waiting> take_from_front();
  [[nodiscard]] static Waiting take_first(BackQueue& queue);
  [[nodiscard]] Duration delay_of(std::uint64_t host, Duration fetch_time) const;

  Options options_;
  std::vector<FrontQueue> front_;
  std::vector<BackQueue> back_;
  std::vector<BackIndex> free_back_;
  std::map<std::uint64_t, BackIndex> back_of_host_;
  DelayQueue<BackIndex> ready_;                // back queues whose host is not being asked
  std::map<std::uint64_t, Waiting> fetching_;  // by host
  std::map<std::uint64_t, Duration> host_delays_;
  std::size_t waiting_count_ = 0;
};

}  // namespace napkin::algorithms
