#include "sim/station/preemptive_station.h"

#include <utility>

namespace napkin {

PreemptiveStation::PreemptiveStation(Kernel& kernel, std::string name, const Options& options)
    : Station(kernel, std::move(name)), options_(options) {
  NAPKIN_ASSERT(options_.servers >= 1);
  NAPKIN_ASSERT(options_.queue_max >= 0);
}

bool PreemptiveStation::admit(Job& job) {
  if (busy().level() < options_.servers) {
    start(job);
    return true;
  }
  if (queue().level() >= options_.queue_max) {
    return false;
  }
  Job* const victim = least_urgent_in_service();
  if (victim != nullptr && urgency_of(job) < urgency_of(*victim)) {
    interrupt(*victim);
    start(job);
    return true;
  }
  lines_[urgency_of(job)].push_back(job);
  enter_queue(job);
  return true;
}

void PreemptiveStation::complete(Job& job) {
  in_service_.remove(job);
  leave_service(job);
  if (!lines_.empty()) {
    Job& next = *lines_.begin()->second.first();
    step_out(next);
    start(next);
  }
}

void PreemptiveStation::withdraw(Job& job) {
  if (job.state_ == Job::State::kInService) {
    complete(job);
    return;
  }
  step_out(job);
  leave_queue(job);
}

void PreemptiveStation::start(Job& job) {
  enter_service(job);
  in_service_.push_back(job);
  if (speed() > 0) {
    kernel().schedule_in(time_for(job.remaining_), job);
  }
}

void PreemptiveStation::interrupt(Job& job) {
  ++preemptions_;
  settle(job);
  kernel().cancel(job);
  in_service_.remove(job);
  lines_[urgency_of(job)].push_front(job);
  enter_queue(job);
}

/// Takes a waiting job out of its line. A line that runs empty goes: by remaining work, nearly
/// every job has a line of its own.
void PreemptiveStation::step_out(Job& job) {
  const auto line = lines_.find(urgency_of(job));
  line->second.remove(job);
  if (line->second.empty()) {
    lines_.erase(line);
  }
}

/// The last of the least urgent that are not done yet; null when all are.
Job* PreemptiveStation::least_urgent_in_service() {
  Job* least = nullptr;
  for (Job* job = in_service_.first(); job != nullptr; job = JobList::after(*job)) {
    const bool done = remaining(*job) == Duration::zero();
    if (!done && (least == nullptr || urgency_of(*job) >= urgency_of(*least))) {
      least = job;
    }
  }
  return least;
}

std::int64_t PreemptiveStation::urgency_of(const Job& job) const {
  return options_.order == Order::kPriority ? -std::int64_t{job.priority_} : remaining(job).count();
}

void PreemptiveStation::before_speed_change(double) {
  for (Job* job = in_service_.first(); job != nullptr; job = JobList::after(*job)) {
    settle(*job);
    kernel().cancel(*job);
  }
}

void PreemptiveStation::after_speed_change() {
  if (speed() == 0) {
    return;
  }
  for (Job* job = in_service_.first(); job != nullptr; job = JobList::after(*job)) {
    kernel().schedule_in(time_for(job->remaining_), *job);
  }
}

}  // namespace napkin
