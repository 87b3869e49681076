#include "models/algorithms/payments/reconciliation.h"

#include <algorithm>
#include <limits>
#include <span>
#include <utility>

namespace napkin::algorithms {

namespace {

using Booked = std::span<const BookedPayment>;

void sort_by_reference(std::vector<BookedPayment>& payments) {
  std::sort(payments.begin(), payments.end(), [](const auto& a, const auto& b) {
    return std::pair(a.reference, a.amount) < std::pair(b.reference, b.amount);
  });
}

/// Takes the payments of `reference` off the front of `rest`, which is sorted.
Booked take(Booked& rest, std::uint64_t reference) {
  std::size_t count = 0;
  while (count < rest.size() && rest[count].reference == reference) {
    ++count;
  }
  const Booked taken = rest.first(count);
  rest = rest.subspan(count);
  return taken;
}

std::int64_t sum_of(Booked payments) {
  std::int64_t sum = 0;
  for (const BookedPayment& payment : payments) {
    if (__builtin_add_overflow(sum, payment.amount, &sum)) {
      return payment.amount > 0 ? std::numeric_limits<std::int64_t>::max()
                                : std::numeric_limits<std::int64_t>::min();
    }
  }
  return sum;
}

class Comparison final {
 public:
  Comparison(ReconciliationOptions options, Time now) : options_(options), now_(now) {}

  void compare(std::uint64_t reference, Booked here, Booked there) {
    const auto report = [&](Discrepancy discrepancy) {
      report_.items.push_back({discrepancy, reference, sum_of(here), sum_of(there)});
    };
    if (here.size() > 1) {
      report(Discrepancy::kBookedTwiceHere);
    }
    if (there.size() > 1) {
      report(Discrepancy::kBookedTwiceThere);
    }
    if (here.empty()) {
      report(is_young(there) ? Discrepancy::kPending : Discrepancy::kMissingHere);
    } else if (there.empty()) {
      report(is_young(here) ? Discrepancy::kPending : Discrepancy::kMissingThere);
    } else if (here.size() == 1 && there.size() == 1) {
      compare_pair(here[0], there[0], report);
    }
  }

  [[nodiscard]] ReconciliationReport take_report() { return std::move(report_); }

 private:
  template <class Report>
  void compare_pair(const BookedPayment& here, const BookedPayment& there, Report& report) {
    if (here.amount != there.amount || here.currency != there.currency) {
      report(Discrepancy::kAmount);
    } else if (here.status != there.status) {
      report(Discrepancy::kStatus);
    } else {
      ++report_.matched_count;
    }
  }

  [[nodiscard]] bool is_young(Booked payments) const {
    return payments.size() == 1 && now_ - payments[0].booked_at < options_.grace;
  }

  ReconciliationOptions options_;
  Time now_;
  ReconciliationReport report_;
};

}  // namespace

ReconciliationReport reconcile(std::vector<BookedPayment> here,
                               std::vector<BookedPayment> there,
                               ReconciliationOptions options,
                               Time now) {
  sort_by_reference(here);
  sort_by_reference(there);
  Comparison comparison(options, now);
  Booked rest_here = here;
  Booked rest_there = there;
  while (!rest_here.empty() || !rest_there.empty()) {
    const bool is_here_first =
        rest_there.empty() ||
        (!rest_here.empty() && rest_here[0].reference <= rest_there[0].reference);
    const std::uint64_t reference =
        is_here_first ? rest_here[0].reference : rest_there[0].reference;
    const Booked booked_here = take(rest_here, reference);
    const Booked booked_there = take(rest_there, reference);
    comparison.compare(reference, booked_here, booked_there);
  }
  return comparison.take_report();
}

}  // namespace napkin::algorithms
