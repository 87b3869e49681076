#include "sim/station/queue_station.h"

#include <algorithm>
#include <utility>

namespace napkin {

QueueStation::QueueStation(Kernel& kernel, std::string name, const Options& options)
    : Station(kernel, std::move(name)), options_(options) {
  if (options_.servers_max == 0) {
    options_.servers_max = options_.servers;
  }
  NAPKIN_ASSERT(options_.servers >= 1);
  NAPKIN_ASSERT(options_.servers_max >= options_.servers);
  NAPKIN_ASSERT(options_.queue_max >= 0);
  lines_[0];
}

bool QueueStation::set_servers(std::int64_t servers) {
  NAPKIN_ASSERT(servers >= 1);
  options_.servers = servers;
  options_.servers_max = servers;
  start_waiting(servers);
  return true;
}

bool QueueStation::admit(Job& job) {
  if (busy_now() < options_.servers) {
    start(job);
    return true;
  }
  const bool full = waiting_now() >= options_.queue_max;
  if (full && busy_now() < options_.servers_max) {
    start(job);
    return true;
  }
  if (full) {
    if (options_.when_full == WhenFull::kReject || waiting_now() == 0) {
      return false;
    }
    Job& victim = oldest_of_least_urgent();
    if (line_of(job) < line_of(victim)) {
      return false;  // the newcomer itself is the least urgent
    }
    step_out(victim);
    drop(victim);
  }
  line_up(job);
  enter_queue(job);
  return true;
}

/// Requires: somebody waits.
Job& QueueStation::oldest_of_least_urgent() const {
  auto line = lines_.rbegin();
  while (line->second.empty()) {
    ++line;
  }
  const bool newest_leads = options_.order == Order::kLastInFirstOut;
  return newest_leads ? *line->second.last() : *line->second.first();
}

/// Hands the server on. It is one server that is free now: those of a thread pool beyond `servers`
/// which have gone do not come back before the line is full again.
void QueueStation::complete(Job& job) {
  const std::int64_t busy_before = busy_now();
  stop(job);
  start_waiting(std::min(std::max(busy_before, options_.servers), options_.servers_max));
}

void QueueStation::withdraw(Job& job) {
  if (job.state_ == Job::State::kInService) {
    complete(job);
    return;
  }
  step_out(job);
  leave_queue(job);
}

void QueueStation::start(Job& job) {
  enter_service(job);
  in_service_.push_back(job);
  if (speed() > 0) {
    kernel().schedule_in(time_for(job.remaining_), job);
  }
}

void QueueStation::stop(Job& job) {
  in_service_.remove(job);
  leave_service(job);
}

/// Hands free servers to those in line, so that nobody who arrives later overtakes them, until
/// `busy_max` are at work.
void QueueStation::start_waiting(std::int64_t busy_max) {
  while (waiting_now() > 0 && busy_now() < busy_max) {
    auto line = lines_.begin();
    while (line->second.empty()) {
      ++line;
    }
    Job& next = *line->second.first();
    take_out(line->first, next);
    start(next);
  }
}

std::int64_t QueueStation::line_of(const Job& job) const {
  switch (options_.order) {
    case Order::kPriority:
      return job.priority_;
    case Order::kShortestFirst:
      return -job.work_.count();
    case Order::kFirstInFirstOut:
    case Order::kLastInFirstOut:
      return 0;
  }
  return 0;
}

void QueueStation::line_up(Job& job) {
  JobList& line = lines_[line_of(job)];
  if (options_.order == Order::kLastInFirstOut) {
    line.push_front(job);
  } else {
    line.push_back(job);
  }
}

void QueueStation::step_out(Job& job) {
  take_out(line_of(job), job);
}

void QueueStation::take_out(std::int64_t line, Job& job) {
  const auto place = lines_.find(line);
  place->second.remove(job);
  if (place->second.empty() && options_.order == Order::kShortestFirst) {
    lines_.erase(place);
  }
}

void QueueStation::before_speed_change(double) {
  for (Job* job = in_service_.first(); job != nullptr; job = JobList::after(*job)) {
    settle(*job);
    kernel().cancel(*job);
  }
}

void QueueStation::after_speed_change() {
  if (speed() == 0) {
    return;
  }
  for (Job* job = in_service_.first(); job != nullptr; job = JobList::after(*job)) {
    kernel().schedule_in(time_for(job->remaining_), *job);
  }
}

}  // namespace napkin
