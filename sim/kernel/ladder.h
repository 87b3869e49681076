#pragma once

#include <algorithm>  // min
#include <array>      // array
#include <bit>        // countl_zero, countr_zero
#include <cstddef>    // size_t
#include <cstdint>    // uint64_t
#include <vector>     // vector

#include "sim/kernel/assert.h"
#include "sim/kernel/bucket_store.h"
#include "sim/kernel/entry.h"
#include "sim/kernel/small_heap.h"
#include "sim/kernel/sorted_bottom.h"

namespace napkin {

/// The pending-event set: a radix ladder.
///
/// Eight rungs of 256 buckets, one rung per byte of the 64-bit time. An entry lies on the rung of
/// the highest byte in which its time differs from `base_`, in the bucket of that byte's value. So
/// the earliest bucket is the first one on the lowest rung in use; when it comes up it is either
/// re-filed one or more rungs below, or, when few entries are left in it, sorted into the `bottom_`
/// from which events are popped. Each entry moves at most eight times, in practice two or three,
/// and nothing is tuned to the workload: neither the order nor the work depends on past events.
///
/// While there are few entries they are in a heap instead, and the rungs are empty: below a few
/// hundred it is faster, and changing over costs less than the entries that came or went between.
///
/// It knows its near future, which a heap does not: what an entry points at is prefetched some
/// entries before its turn (not when its bucket is sorted: by its turn the last of a large one
/// would have left the cache again), and the next bucket is sorted while some of the last one are
/// still to be popped. Cancelled entries are dropped when their bucket comes up, before anything is
/// sorted: `Filter` is asked with `bool comes_up(Entry&)` whether an entry is still wanted, and may
/// give one that is a later time and order; who pops an entry has to ask again. A few entries
/// before its turn it is told of each with `void warm(const Entry&)`; some it may not be told of,
/// and some twice.
///
/// Source: the monotone radix heap of Ahuja, Mehlhorn, Orlin and Tarjan ("Faster algorithms for the
/// shortest path problem", JACM 37(2), 1990, section 2), with a sorted bottom as in the ladder
/// queue of Tang, Goh and Thng (TOMACS 15(3), 2005).
template <typename Filter>
class Ladder {
 public:
  /// `filter` must outlive the ladder.
  explicit Ladder(Filter& filter) : filter_(filter) {}

  /// Adds an entry. Requires: its time is not before the last popped one, nor before a limit that
  /// `pop` has found nothing up to.
  void push(Entry entry);

  /// Takes the first entry in order if its time is at most `limit_time`; false when there is none.
  bool pop(std::uint64_t limit_time, Entry& first);

  /// The first entry's time if it is at most `limit_time`, without taking it.
  bool peek(std::uint64_t limit_time, Entry& first);

  /// Entries held, dead ones that have not yet come up included.
  [[nodiscard]] std::size_t size() const { return size_; }

  /// Drops every dead entry now, save those that are to be popped next: one pass over all.
  void sweep();

  [[nodiscard]] std::size_t bytes() const { return store_.bytes() + sizeof(*this); }

 private:
  static constexpr int kRungs = 8;
  static constexpr std::size_t kBuckets = 256;
  static constexpr std::uint32_t kSortAtMost = 256;  // a bucket this small is sorted, not re-filed
  static constexpr std::size_t kGatherAtLeast = 12;  // entries sorted in one go, if near
  static constexpr std::size_t kWarmAhead = 12;     // entries before its turn `warm` is told of one
  static constexpr std::size_t kFetchAhead = 32;    // entries before its turn its target is fetched
  static constexpr std::size_t kRefillBelow = 40;   // so that the next are there to be fetched
  static constexpr std::size_t kSpillBeyond = 512;  // a bottom longer than this is re-filed
  static constexpr std::size_t kFewAtMost = 512;    // more than the heap is good for
  static constexpr std::size_t kFewAgain = 128;     // few enough to go back to the heap

  struct Rung {
    std::array<std::uint64_t, kBuckets / 64> in_use{};
    std::array<BucketStore::Bucket, kBuckets> buckets{};
  };

  static unsigned rung_of(std::uint64_t difference) {
    return (63U - static_cast<unsigned>(std::countl_zero(difference | 1U))) / 8U;
  }

  /// What the entry points at will be touched soon. Its first line only: `warm` asks the event for
  /// the others.
  static void prefetch(const Entry& entry) {
    __builtin_prefetch(reinterpret_cast<const void*>(entry.target));
  }

  // By value: an entry of the hot path then stays in registers.
  void file(Entry entry);
  void push_near(Entry entry);
  void prepare(std::uint64_t limit_time);
  void refill(std::uint64_t limit_time);
  void announce(std::size_t known);
  void take_bucket(int level, std::size_t digit, std::uint64_t start, bool small);
  void spill();
  void leave_heap();
  void return_to_heap();
  [[nodiscard]] std::size_t first_digit(const Rung& rung) const;

  Filter& filter_;
  bool few_ = true;               // all entries are in the heap
  int gathered_from_ = 0;         // the rung of the buckets that made the bottom
  std::size_t refill_below_ = 0;  // a bottom shorter than this is worth a look at the rungs
  SmallHeap heap_;
  SortedBottom bottom_;             // everything before bottom_end_
  std::uint64_t bottom_end_ = 0;    // exclusive
  std::uint64_t base_ = 0;          // what the rungs are relative to; no entry is earlier
  std::uint64_t gather_start_ = 0;  // where the first of the buckets began that made the bottom
  std::uint64_t last_popped_ = 0;
  std::size_t size_ = 0;
  std::uint32_t rungs_in_use_ = 0;  // a bit per rung
  BucketStore store_;
  std::vector<Entry> scratch_;
  std::array<Rung, kRungs> rungs_{};
};

template <typename Filter>
inline void Ladder<Filter>::push(Entry entry) {
  ++size_;
  if (!few_ && entry.time >= bottom_end_) [[likely]] {
    file(entry);
  } else {
    push_near(entry);
  }
}

/// Into the heap, or into the bottom.
template <typename Filter>
void Ladder<Filter>::push_near(Entry entry) {
  if (few_) {
    if (size_ <= kFewAtMost) {
      heap_.push(entry);
      return;
    }
    leave_heap();
    if (entry.time >= bottom_end_) {
      file(entry);
      return;
    }
  }
  bottom_.insert(entry);
  if (bottom_.size() > kSpillBeyond && bottom_end_ - gather_start_ > 1) {
    spill();
  }
}

template <typename Filter>
inline bool Ladder<Filter>::peek(std::uint64_t limit_time, Entry& first) {
  if (bottom_.size() < refill_below_) [[unlikely]] {
    prepare(limit_time);
  }
  if (few_ ? heap_.empty() : bottom_.empty()) {
    return false;
  }
  first = few_ ? heap_.first() : bottom_.first();
  return first.time <= limit_time;
}

/// Brings what comes soon into the bottom, or all into the heap.
template <typename Filter>
void Ladder<Filter>::prepare(std::uint64_t limit_time) {
  if (bottom_.empty() && size_ <= kFewAgain) {
    return_to_heap();
  } else {
    refill(limit_time);
  }
}

template <typename Filter>
inline bool Ladder<Filter>::pop(std::uint64_t limit_time, Entry& first) {
  if (!peek(limit_time, first)) {
    return false;
  }
  --size_;
  last_popped_ = first.time;
  if (few_) {
    heap_.drop_first();
    return true;
  }
  bottom_.drop_first();
  if (const Entry* const later = bottom_.ahead(kFetchAhead)) {
    prefetch(*later);
  }
  if (const Entry* const soon = bottom_.ahead(kWarmAhead)) {
    filter_.warm(*soon);
  }
  return true;
}

template <typename Filter>
inline void Ladder<Filter>::file(Entry entry) {
  NAPKIN_ASSERT(entry.time >= base_);
  const unsigned level = rung_of(entry.time ^ base_);
  const std::size_t digit = (entry.time >> (8U * level)) & (kBuckets - 1);
  Rung& rung = rungs_[level];
  BucketStore::Bucket& bucket = rung.buckets[digit];
  if (bucket.count == 0) {
    rung.in_use[digit / 64] |= std::uint64_t{1} << (digit % 64);
    rungs_in_use_ |= 1U << level;
  }
  store_.add(bucket, entry);
}

template <typename Filter>
inline std::size_t Ladder<Filter>::first_digit(const Rung& rung) const {
  std::size_t word = 0;
  while (rung.in_use[word] == 0) {
    ++word;
  }
  return 64 * word + static_cast<std::size_t>(std::countr_zero(rung.in_use[word]));
}

/// Brings the earliest entries into the bottom, behind those that are left there: neighbouring
/// small buckets of one rung, until there are enough entries that what they point at can be fetched
/// while others run. Never looks into a bucket that starts after the limit, so that entries up to
/// the limit can still be added.
template <typename Filter>
void Ladder<Filter>::refill(std::uint64_t limit_time) {
  const std::size_t left = bottom_.set_aside();
  std::uint64_t start_of_new = base_;
  while (bottom_.size() < kGatherAtLeast && rungs_in_use_ != 0) {
    const int level = std::countr_zero(rungs_in_use_);
    const Rung& rung = rungs_[static_cast<std::size_t>(level)];
    const std::size_t digit = first_digit(rung);
    const int shift = 8 * level;
    const std::uint64_t above = level == kRungs - 1 ? 0 : (base_ >> shift >> 8) << 8 << shift;
    const std::uint64_t start = above | (static_cast<std::uint64_t>(digit) << shift);
    const bool small = rung.buckets[digit].count <= kSortAtMost || level == 0;
    const bool begins = left == 0 && bottom_.empty();
    // From a higher rung a bucket may reach far: what comes near would have to be inserted.
    if (start > limit_time || (!begins && (level != gathered_from_ || !small))) {
      break;
    }
    if (bottom_.empty()) {
      start_of_new = start > base_ ? start : base_;
    }
    if (begins) {
      gathered_from_ = level;
      gather_start_ = start_of_new;
    }
    take_bucket(level, digit, start, small);
  }
  refill_below_ = left > 0 && bottom_.empty() ? 1 : kRefillBelow;
  if (!bottom_.empty()) {
    bottom_.sort(start_of_new, bottom_end_);
  } else if (left == 0 && rungs_in_use_ == 0) {
    base_ = last_popped_;
    bottom_end_ = last_popped_;
  }
  bottom_.bring_back();
  announce(left);
}

/// Catches up on those behind the first `known` entries that are due to be fetched or told of.
template <typename Filter>
void Ladder<Filter>::announce(std::size_t known) {
  for (std::size_t count = known; count < std::min(kFetchAhead + 1, bottom_.size()); ++count) {
    prefetch(*bottom_.ahead(count));
  }
  for (std::size_t count = known; count < std::min(kWarmAhead + 1, bottom_.size()); ++count) {
    filter_.warm(*bottom_.ahead(count));
  }
}

template <typename Filter>
void Ladder<Filter>::take_bucket(int level, std::size_t digit, std::uint64_t start, bool small) {
  Rung& rung = rungs_[static_cast<std::size_t>(level)];
  rung.in_use[digit / 64] &= ~(std::uint64_t{1} << (digit % 64));
  if ((rung.in_use[0] | rung.in_use[1] | rung.in_use[2] | rung.in_use[3]) == 0) {
    rungs_in_use_ &= ~(1U << level);
  }
  // The bucket of the base itself starts before it when the base was set by a spill.
  base_ = start > base_ ? start : base_;
  BucketStore::Bucket& bucket = rung.buckets[digit];
  if (small) {
    bottom_end_ = start + (std::uint64_t{1} << (8 * level));
    store_.drain(bucket, [this](Entry& entry) {
      if (!filter_.comes_up(entry)) {
        --size_;
      } else if (entry.time >= bottom_end_) {
        file(entry);  // it was put off
      } else {
        bottom_.append(entry);
      }
    });
    return;
  }
  bottom_end_ = base_;
  store_.drain(bucket, [this](Entry& entry) {
    if (filter_.comes_up(entry)) {
      file(entry);
    } else {
      --size_;
    }
  });
}

/// From now on there are rungs, relative to the present.
template <typename Filter>
void Ladder<Filter>::leave_heap() {
  few_ = false;
  refill_below_ = kRefillBelow;
  base_ = last_popped_;
  bottom_end_ = last_popped_;
  heap_.drain([this](const Entry& entry) { file(entry); });
}

/// Requires: the bottom is empty. Looks into every bucket, whatever the limit: in a heap an entry
/// that is added later finds its place all the same.
template <typename Filter>
void Ladder<Filter>::return_to_heap() {
  few_ = true;
  refill_below_ = 0;
  for (; rungs_in_use_ != 0; rungs_in_use_ &= rungs_in_use_ - 1) {
    Rung& rung = rungs_[static_cast<std::size_t>(std::countr_zero(rungs_in_use_))];
    for (std::size_t word = 0; word < rung.in_use.size(); ++word) {
      for (; rung.in_use[word] != 0; rung.in_use[word] &= rung.in_use[word] - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(rung.in_use[word]));
        store_.drain(rung.buckets[64 * word + bit], [this](Entry& entry) {
          if (filter_.comes_up(entry)) {
            heap_.push(entry);
          } else {
            --size_;
          }
        });
      }
    }
  }
}

/// A burst into a wide bottom would make every insertion long: its entries go back on the rungs
/// below. The rungs above stay right: what is on them lies behind the last bucket of the bottom, on
/// its rung or higher, and the buckets before it came from the same rung. So it differs from the
/// new base where it differed from the old.
template <typename Filter>
void Ladder<Filter>::spill() {
  base_ = last_popped_ > gather_start_ ? last_popped_ : gather_start_;
  bottom_end_ = base_;
  bottom_.drain([this](const Entry& entry) { file(entry); });
}

template <typename Filter>
void Ladder<Filter>::sweep() {
  for (Rung& rung : rungs_) {
    for (BucketStore::Bucket& bucket : rung.buckets) {
      if (bucket.count == 0) {
        continue;
      }
      scratch_.clear();
      store_.drain(bucket, [this](Entry& entry) {
        if (filter_.comes_up(entry)) {
          scratch_.push_back(entry);
        }
      });
      for (const Entry& entry : scratch_) {
        file(entry);
      }
    }
  }
  // Bits of buckets that are now empty stay set: an empty bucket is passed over when it comes up.
  size_ = heap_.size() + bottom_.size();
  for (const Rung& rung : rungs_) {
    for (const BucketStore::Bucket& bucket : rung.buckets) {
      size_ += bucket.count;
    }
  }
}

}  // namespace napkin
