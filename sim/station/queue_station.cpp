#include "sim/station/queue_station.h"

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

void QueueStation::set_servers(std::int64_t servers) {
  NAPKIN_ASSERT(servers >= 1);
  options_.servers = servers;
  options_.servers_max = servers;
  start_waiting();
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
    Job* oldest = nullptr;  // of the least urgent
    for (auto line = lines_.rbegin(); oldest == nullptr; ++line) {
      const bool newest_leads = options_.order == Order::kLastInFirstOut;
      oldest = newest_leads ? line->second.last() : line->second.first();
    }
    step_out(*oldest);
    drop(*oldest);
  }
  line_up(job);
  enter_queue(job);
  return true;
}

void QueueStation::complete(Job& job) {
  stop(job);
  start_waiting();
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

/// Hands free servers to those in line, so that nobody who arrives later overtakes them.
void QueueStation::start_waiting() {
  while (waiting_now() > 0 && busy_now() < options_.servers_max) {
    auto line = lines_.begin();
    while (line->second.empty()) {
      ++line;
    }
    Job& next = *line->second.first();
    line->second.remove(next);
    start(next);
  }
}

int QueueStation::line_of(const Job& job) const {
  return options_.order == Order::kPriority ? job.priority_ : 0;
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
  lines_[line_of(job)].remove(job);
}

void QueueStation::before_speed_change(double) {
  for (Job* job = in_service_.first(); job != nullptr; job = JobList::after(*job)) {
    const Duration done = work_in(now() - job->since_);
    job->remaining_ -= done < job->remaining_ ? done : job->remaining_;
    job->since_ = now();
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
