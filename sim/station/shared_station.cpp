#include "sim/station/shared_station.h"

#include <utility>

namespace napkin {

SharedStation::SharedStation(Kernel& kernel, std::string name, const Options& options)
    : Station(kernel, std::move(name)), options_(options) {
  NAPKIN_ASSERT(options_.servers >= 1 && options_.servers <= kServersMax);
  NAPKIN_ASSERT(options_.jobs_max >= 1);
}

bool SharedStation::admit(Job& job) {
  if (jobs() >= options_.jobs_max) {
    return false;
  }
  advance();
  const Uint128 finish = received_ + (static_cast<Uint128>(job.work_.count()) << kServiceBits);
  job.remaining_ = Duration{static_cast<std::int64_t>(finish >> kServiceBits)};
  job.finish_fraction_ = static_cast<std::uint16_t>(finish);
  enter_sharing(job);
  jobs_by_finish_[finish].push_back(job);
  expect_next();
  return true;
}

void SharedStation::complete(Job& job) {
  withdraw(job);
}

void SharedStation::withdraw(Job& job) {
  advance();
  const auto line = jobs_by_finish_.find(finish_of(job));
  line->second.remove(job);
  if (line->second.empty()) {
    jobs_by_finish_.erase(line);
  }
  leave_sharing(job);
  expect_next();
}

/// In a shared station a job's `remaining_` and `finish_fraction_` hold the value of `received_` at
/// which it ends.
SharedStation::Uint128 SharedStation::finish_of(const Job& job) const {
  return (static_cast<Uint128>(job.remaining_.count()) << kServiceBits) | job.finish_fraction_;
}

/// Brings the service received up to now.
void SharedStation::advance() {
  const auto count = static_cast<std::uint64_t>(jobs());
  const auto passed_ns = static_cast<std::uint64_t>((now() - received_at_).count());
  received_at_ = now();
  if (count == 0) {
    received_ = 0;
    return;
  }
  const auto servers = static_cast<std::uint64_t>(options_.servers);
  Uint128 work = static_cast<Uint128>(passed_ns) * rate_;
  if (count > servers) {
    // work * servers / count, without leaving 128 bits on the way.
    work = work / count * servers + work % count * servers / count;
  }
  received_ += work >> (kSpeedBits - kServiceBits);
  // Finish values are kept in 63 bits of nanoseconds and 16 of a fraction.
  NAPKIN_ASSERT(received_ >> kServiceBits < static_cast<Uint128>(Duration::max().count()) / 2);
}

/// Sets the timer to the end of the job that ends next, if nothing changes before. Requires: what
/// was received is up to now.
void SharedStation::expect_next() {
  kernel().disarm(next_end_);
  if (jobs_by_finish_.empty() || rate_ == 0) {
    return;
  }
  const auto& [finish, line] = *jobs_by_finish_.begin();
  const Uint128 missing = finish > received_ ? finish - received_ : 0;
  const auto count = static_cast<std::uint64_t>(jobs());
  const auto servers = static_cast<std::uint64_t>(options_.servers);
  const bool crowded = count > servers;
  const Uint128 dividend = (missing << (kSpeedBits - kServiceBits)) * (crowded ? count : 1);
  const Uint128 divisor = static_cast<Uint128>(rate_) * (crowded ? servers : 1);
  const Uint128 wait_ns = (dividend + divisor - 1) / divisor;
  const bool endless = wait_ns > static_cast<Uint128>(kNever.count());
  const Duration wait{endless ? kNever : Duration{static_cast<std::int64_t>(wait_ns)}};
  next_end_ = kernel().arm(add_saturating(now(), wait), *line.first());
}

void SharedStation::before_speed_change(double speed_after) {
  advance();
  // Exact: a product with a power of two, rounded to the nearest whole number.
  rate_ = static_cast<std::uint64_t>(speed_after * (std::uint64_t{1} << kSpeedBits) + 0.5);
}

void SharedStation::after_speed_change() {
  expect_next();
}

}  // namespace napkin
