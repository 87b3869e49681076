#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// A payment as one side has it on its books.
struct BookedPayment {
  std::uint64_t reference = 0;  // the id that both sides know it by
  std::int64_t amount = 0;      // in minor units
  std::uint32_t currency = 0;
  std::uint32_t status = 0;  // compared for equality only
  Time booked_at{0};         // on the clock of whose book it is
};

enum class Discrepancy : std::uint8_t {
  kMissingHere,   // the other side moved money that we know nothing of
  kMissingThere,  // we think money moved that the other side knows nothing of
  kAmount,        // the amount or its currency differs
  kStatus,
  kBookedTwiceHere,
  kBookedTwiceThere,
  kPending,  // missing on one side, but too young to worry about
};

struct ReconciliationItem {
  Discrepancy discrepancy = Discrepancy::kPending;
  std::uint64_t reference = 0;
  std::int64_t amount_here = 0;  // sum, if booked twice; 0 if missing
  std::int64_t amount_there = 0;

  friend bool operator==(const ReconciliationItem&, const ReconciliationItem&) = default;
};

struct ReconciliationReport {
  std::vector<ReconciliationItem> items;  // in order of reference
  std::size_t matched_count = 0;          // references on which both sides agree
};

struct ReconciliationOptions {
  /// How long what is missing on one side may be under way.
  Duration grace = std::chrono::hours(24);
};

/// Compares our books with the settlement file of a payment provider, and lists what disagrees.
/// What is missing on one side is pending rather than wrong until it is `grace` old at `now`: the
/// file is cut at some instant, and what is under way at that instant is on one side only.
///
///     const auto report = reconcile(our_payments, settlement_file, {.grace = 24h}, now);
///     for (const auto& item : report.items) { repair(item); }
///
/// A merge join of the two books, sorted by reference: O(n log n). Source: the reconciliation of
/// the payment chapter in Alex Xu, "System Design Interview".
[[nodiscard]] ReconciliationReport reconcile(std::vector<BookedPayment> here,
                                             std::vector<BookedPayment> there,
                                             ReconciliationOptions options,
                                             Time now);

}  // namespace napkin::algorithms
