#include "sim/station/station.h"

#include <algorithm>
#include <cmath>

namespace napkin {

void JobList::insert_after(Job* position, Job& job) {
  job.previous_ = position;
  job.next_ = position == nullptr ? first_ : position->next_;
  (position == nullptr ? first_ : position->next_) = &job;
  (job.next_ == nullptr ? last_ : job.next_->previous_) = &job;
  ++size_;
}

void JobList::remove(Job& job) {
  (job.previous_ == nullptr ? first_ : job.previous_->next_) = job.next_;
  (job.next_ == nullptr ? last_ : job.next_->previous_) = job.previous_;
  job.previous_ = nullptr;
  job.next_ = nullptr;
  --size_;
}

void Job::run() {
  if (state_ == State::kInService) {
    ++station_.counts_.served;
    station_.complete(*this);
  }
  waiting_.resume();
}

std::string Job::describe() const {
  return "end of service at " + station_.name();
}

/// Books the arrival; false (do not suspend) when the job is turned away.
bool Station::arrive(Job& job) {
  NAPKIN_ASSERT(job.work_ >= Duration::zero());
  ++counts_.arrived;
  job.arrived_ = now();
  job.remaining_ = job.work_;
  if (!admit(job)) {
    ++counts_.rejected;
    job.outcome_ = ServiceOutcome::kRejected;
    return false;
  }
  return true;
}

void Station::depart(Job& job) {
  ++counts_.withdrawn;
  withdraw(job);
}

void Station::give_up(Job& job) {
  NAPKIN_ASSERT(job.state_ != Job::State::kOutside);
  depart(job);
  kernel_.cancel(job);
  job.outcome_ = ServiceOutcome::kGaveUp;
  kernel_.schedule_at(now(), job);
}

void Station::book_entry(Job& job) {
  arrivals_inside_ns_ += counted_since(job).count();
}

void Station::book_exit(Job& job) {
  arrivals_inside_ns_ -= counted_since(job).count();
  spent_by_departed_ns_ += (now() - counted_since(job)).count();
  job.state_ = Job::State::kOutside;
}

void Station::enter_queue(Job& job) {
  NAPKIN_ASSERT(job.state_ != Job::State::kWaiting);
  if (job.state_ == Job::State::kOutside) {
    book_entry(job);
  } else {
    in_service_.add(now(), -1);
  }
  job.state_ = Job::State::kWaiting;
  waiting_.add(now(), 1);
}

void Station::enter_service(Job& job) {
  NAPKIN_ASSERT(job.state_ != Job::State::kInService);
  if (job.state_ == Job::State::kOutside) {
    book_entry(job);
  } else {
    waiting_.add(now(), -1);
  }
  mark_start(job);
  in_service_.add(now(), 1);
}

void Station::mark_start(Job& job) {
  job.state_ = Job::State::kInService;
  job.since_ = now();
  if (!job.has_started_) {
    job.has_started_ = true;
    job.started_ = now();
  }
}

void Station::leave_queue(Job& job) {
  NAPKIN_ASSERT(job.state_ == Job::State::kWaiting);
  waiting_.add(now(), -1);
  book_exit(job);
}

void Station::leave_service(Job& job) {
  NAPKIN_ASSERT(job.state_ == Job::State::kInService);
  in_service_.add(now(), -1);
  book_exit(job);
}

void Station::enter_sharing(Job& job) {
  NAPKIN_ASSERT(job.state_ == Job::State::kOutside);
  book_entry(job);
  mark_start(job);
  book_levels(jobs() + 1);
}

void Station::leave_sharing(Job& job) {
  NAPKIN_ASSERT(job.state_ == Job::State::kInService);
  book_levels(jobs() - 1);
  book_exit(job);
}

void Station::book_levels(std::int64_t jobs) {
  const std::int64_t at_work = std::min(jobs, servers());
  in_service_.set(now(), at_work);
  waiting_.set(now(), jobs - at_work);
}

Duration Station::remaining(const Job& job) const {
  if (job.state_ != Job::State::kInService) {
    return job.remaining_;
  }
  return job.remaining_ - std::min(work_in(now() - job.since_), job.remaining_);
}

void Station::settle(Job& job) const {
  job.remaining_ = remaining(job);
  job.since_ = now();
}

void Station::drop(Job& job) {
  ++counts_.dropped;
  leave_queue(job);
  job.outcome_ = ServiceOutcome::kDropped;
  kernel_.schedule_at(now(), job);
}

Int128 Station::time_spent(Time until) const {
  return spent_by_departed_ns_ + Int128{until.count()} * jobs() - arrivals_inside_ns_;
}

void Station::restart_statistics() {
  // Those inside count as arrived now.
  counts_ = Counts{};
  counts_.arrived = jobs();
  restarted_ = now();
  spent_by_departed_ns_ = 0;
  arrivals_inside_ns_ = Int128{now().count()} * jobs();
  in_service_.restart(now());
  waiting_.restart(now());
}

void Station::set_speed(double speed) {
  NAPKIN_ASSERT(speed >= 0 && speed < 1e9);
  if (speed == speed_) {
    return;
  }
  before_speed_change(speed);
  speed_ = speed;
  after_speed_change();
}

Duration Station::time_for(Duration work) const {
  if (speed_ == 1.0) {
    return work;
  }
  NAPKIN_ASSERT(speed_ > 0);
  const double time_ns = std::ceil(static_cast<double>(work.count()) / speed_);
  constexpr auto kEndless = static_cast<double>(kNever.count());
  return time_ns < kEndless ? Duration{static_cast<std::int64_t>(time_ns)} : Duration{kNever};
}

Duration Station::work_in(Duration time) const {
  if (speed_ == 1.0) {
    return time;
  }
  return Duration{
      static_cast<std::int64_t>(std::floor(static_cast<double>(time.count()) * speed_))};
}

}  // namespace napkin
