#include "models/components/station/line.h"

#include "sim/station/preemptive_station.h"
#include "sim/station/queue_station.h"
#include "sim/station/shared_station.h"

namespace napkin::components {

namespace {

std::unique_ptr<Station> make_queue(Kernel& kernel,
                                    const std::string& name,
                                    const Line::Options& options,
                                    QueueStation::Order order) {
  QueueStation::Options queue;
  queue.servers = options.servers;
  queue.queue_max = options.queue_max;
  queue.order = order;
  queue.when_full =
      options.drops_oldest ? QueueStation::WhenFull::kDropOldest : QueueStation::WhenFull::kReject;
  return std::make_unique<QueueStation>(kernel, name, queue);
}

std::unique_ptr<Station> make_preemptive(Kernel& kernel,
                                         const std::string& name,
                                         const Line::Options& options,
                                         PreemptiveStation::Order order) {
  return std::make_unique<PreemptiveStation>(
      kernel,
      name,
      PreemptiveStation::Options{
          .servers = options.servers, .queue_max = options.queue_max, .order = order});
}

std::unique_ptr<Station> make_shared(Kernel& kernel,
                                     const std::string& name,
                                     const Line::Options& options) {
  SharedStation::Options shared;
  shared.servers = options.servers;
  if (options.queue_max != Station::kUnbounded) {
    shared.jobs_max = options.servers + options.queue_max;
  }
  return std::make_unique<SharedStation>(kernel, name, shared);
}

std::unique_ptr<Station> make_station(Kernel& kernel,
                                      const std::string& name,
                                      const Line::Options& options) {
  switch (options.discipline) {
    case Discipline::kFifo:
      return make_queue(kernel, name, options, QueueStation::Order::kFirstInFirstOut);
    case Discipline::kLifo:
      return make_queue(kernel, name, options, QueueStation::Order::kLastInFirstOut);
    case Discipline::kPriority:
      return make_queue(kernel, name, options, QueueStation::Order::kPriority);
    case Discipline::kShortestFirst:
      return make_queue(kernel, name, options, QueueStation::Order::kShortestFirst);
    case Discipline::kLifoPreemptive:
    case Discipline::kPriorityPreemptive:
      return make_preemptive(kernel, name, options, PreemptiveStation::Order::kPriority);
    case Discipline::kShortestRemaining:
      return make_preemptive(
          kernel, name, options, PreemptiveStation::Order::kShortestRemainingFirst);
    case Discipline::kShared:
      return make_shared(kernel, name, options);
  }
  return nullptr;
}

}  // namespace

Line::Line(Kernel& kernel, const std::string& name, const Options& options)
    : station_(make_station(kernel, name, options)),
      discipline_(options.discipline),
      book_(options.levels) {}

int Line::priority_for(int priority) {
  return discipline_ == Discipline::kLifoPreemptive ? ++arrivals_ : priority;
}

void Line::leave() {
  Kernel& kernel = station_->kernel();
  book_.leave(kernel.now());
  if (book_.inside() == 0 && waiting_ != nullptr) {
    kernel.schedule_at(kernel.now(), *std::exchange(waiting_, nullptr));
  }
}

void Line::stand_still() {
  ++reasons_to_stand_still_;
  station_->set_speed(0);
}

void Line::go_on() {
  if (--reasons_to_stand_still_ == 0) {
    station_->set_speed(1);
  }
}

}  // namespace napkin::components
