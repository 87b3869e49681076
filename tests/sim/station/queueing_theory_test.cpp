#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "sim/kernel/law.h"
#include "sim/kernel/random.h"
#include "sim/kernel/task_group.h"
#include "sim/station/preemptive_station.h"
#include "sim/station/queue_station.h"
#include "sim/station/shared_station.h"

namespace napkin {
namespace {

constexpr int kBatches = 20;
constexpr int kBatchCustomers = 2000;
constexpr Duration kMeanWork = 1ms;

/// A mean and half the width of its 99.9 % confidence interval.
struct Estimate {
  double mean = 0;
  double half_width = 0;
};

/// By batch means; the first batch is the warm-up and left out.
Estimate estimate(const std::vector<double>& values) {
  std::vector<double> means;
  for (int batch = 1; batch <= kBatches; ++batch) {
    double sum = 0;
    for (int index = 0; index < kBatchCustomers; ++index) {
      sum += values.at(static_cast<std::size_t>(batch * kBatchCustomers + index));
    }
    means.push_back(sum / kBatchCustomers);
  }
  double mean = 0;
  for (const double batch_mean : means) {
    mean += batch_mean / kBatches;
  }
  double squares = 0;
  for (const double batch_mean : means) {
    squares += (batch_mean - mean) * (batch_mean - mean);
  }
  constexpr double kStudent19Degrees = 3.883;  // 99.95 % quantile
  return {mean, kStudent19Degrees * std::sqrt(squares / (kBatches - 1) / kBatches)};
}

/// Sojourn times, in units of the mean work, at a station with Poisson arrivals.
class Load {
 public:
  Load(Kernel& kernel, Station& station, double arrivals_per_work, Law work)
      : kernel_(kernel),
        station_(station),
        gap_(Law::exponential(to_nanoseconds(kMeanWork) / arrivals_per_work)),
        work_(std::move(work)) {}

  Estimate run() {
    group_.start(arrivals());
    kernel_.run();
    const Time now = kernel_.now();
    const Int128 inside = station_.busy().integral(now) + station_.queue().integral(now);
    EXPECT_TRUE(inside == station_.time_spent(now)) << "Little's law";
    return estimate(sojourns_);
  }

 private:
  static double to_nanoseconds(Duration span) { return static_cast<double>(span.count()); }

  Task<void> arrivals() {
    for (int customer = 0; customer < (kBatches + 1) * kBatchCustomers; ++customer) {
      co_await delay(kernel_, gap_.sample_duration(gaps_random_));
      group_.spawn(visit(work_.sample_duration(work_random_)));
    }
  }

  Task<void> visit(Duration work) {
    const Time arrived = kernel_.now();
    co_await station_.serve(work);
    sojourns_.push_back(to_nanoseconds(kernel_.now() - arrived) / to_nanoseconds(kMeanWork));
  }

  Kernel& kernel_;
  Station& station_;
  Law gap_;
  Law work_;
  RandomStream gaps_random_{20'260'101, "load", "arrivals"};
  RandomStream work_random_{20'260'101, "load", "work"};
  std::vector<double> sojourns_;
  TaskGroup group_{kernel_};
};

template <typename StationType>
Estimate sojourn(const typename StationType::Options& options, double load, const Law& work) {
  Kernel kernel;
  StationType station(kernel, "station", options);
  return Load(kernel, station, load, work).run();
}

void expect_theory(const Estimate& found, double theory) {
  EXPECT_NEAR(found.mean, theory, found.half_width);
  EXPECT_LT(found.half_width, 0.25 * theory) << "the interval is too wide to tell anything";
}

// rho = 0.7: mean sojourn = 1 / (1 - rho).
TEST(QueueingTheory, ExponentialServiceByOneServer) {
  const Law work = Law::exponential(kMeanWork);
  expect_theory(sojourn<QueueStation>({}, 0.7, work), 1 / 0.3);
}

// Erlang C with a = 2.1 offered to c = 3, so rho = 0.7:
// sum = 1 + a + a^2/2 = 5.305, last = a^3/6 / 0.3 = 5.145, C = last / (sum + last) = 0.49234;
// mean sojourn = 1 + C / (c - a) = 1.54705.
TEST(QueueingTheory, ExponentialServiceByThreeServers) {
  const Law work = Law::exponential(kMeanWork);
  expect_theory(sojourn<QueueStation>({.servers = 3}, 2.1, work), 1.54705);
}

// Pollaczek-Khinchine without variance: 1 + rho / (2 (1 - rho)).
TEST(QueueingTheory, ConstantServiceByOneServer) {
  expect_theory(sojourn<QueueStation>({}, 0.7, Law::constant(kMeanWork)), 1 + 0.7 / 0.6);
}

// Processor sharing: 1 / (1 - rho) whatever the law of the work.
TEST(QueueingTheory, ProcessorSharing) {
  const Law exponential = Law::exponential(kMeanWork);
  expect_theory(sojourn<SharedStation>({}, 0.7, exponential), 1 / 0.3);
  expect_theory(sojourn<SharedStation>({}, 0.7, Law::constant(kMeanWork)), 1 / 0.3);
}

// M/M/3 with processor sharing has the queue of M/M/3.
TEST(QueueingTheory, ProcessorSharingByThreeServers) {
  const Law work = Law::exponential(kMeanWork);
  expect_theory(sojourn<SharedStation>({.servers = 3}, 2.1, work), 1.54705);
}

// On the same arrivals and the same work. Shortest remaining first is the best there is (Schrage
// 1968).
TEST(QueueingTheory, ShortestRemainingFirstIsFasterInTheMean) {
  const Law work = Law::exponential(kMeanWork);
  const Estimate first_come = sojourn<QueueStation>({}, 0.8, work);
  const Estimate shortest = sojourn<PreemptiveStation>(
      {.order = PreemptiveStation::Order::kShortestRemainingFirst}, 0.8, work);
  EXPECT_LT(shortest.mean + shortest.half_width, first_come.mean - first_come.half_width);
}

}  // namespace
}  // namespace napkin
