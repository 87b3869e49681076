#include "models/components/host_keys.h"

#include "sim/net/region.h"
#include "sim/run/component.h"

namespace napkin::components {

Host::Options HostKeys::host(const std::string& name,
                             const Region& region,
                             std::size_t index) const {
  Host::Options options;
  options.name = name;
  options.zone = zone_for(region, index);
  options.cores.servers = cores;
  options.cores.servers_max = cores_max.value_or(0);
  options.cores.queue_max = queue;
  options.cores.order = order;
  options.cores.when_full = overflow;
  options.bandwidth_bps = bandwidth;
  return options;
}

void HostKeys::limit(Endpoint& instance) const {
  if (requests) {
    instance.set_in_flight_max(*requests);
  }
}

void declare(Declaration<HostKeys>& keys) {
  keys.about("The machine that an instance runs on");
  keys.count("cores", &HostKeys::cores)
      .at_least(1)
      .at_most(100000)
      .otherwise("4")
      .help("processor cores");
  keys.count("queue", &HostKeys::queue)
      .otherwise("10k")
      .help("pieces of work that may wait for a core; more are turned away");
  keys.count("cores_max", &HostKeys::cores_max)
      .at_least(1)
      .at_most(100000)
      .help("cores that are brought in when the queue is full, as in a pool of threads");
  keys.choice<ServiceOrder>("order",
                            &HostKeys::order,
                            {{"fifo", ServiceOrder::kFirstInFirstOut},
                             {"lifo", ServiceOrder::kLastInFirstOut},
                             {"priority", ServiceOrder::kPriority},
                             {"preemptive", ServiceOrder::kPreemptivePriority},
                             {"shortest_remaining", ServiceOrder::kShortestRemaining},
                             {"processor_sharing", ServiceOrder::kProcessorSharing}})
      .otherwise("fifo")
      .help("which work gets a core; preemptive and shortest_remaining interrupt other work");
  keys.choice<QueueStation::WhenFull>("overflow",
                                      &HostKeys::overflow,
                                      {{"reject", QueueStation::WhenFull::kReject},
                                       {"drop_oldest", QueueStation::WhenFull::kDropOldest}})
      .otherwise("reject")
      .help("what a full queue does: turn away who comes, or who has waited longest");
  keys.bandwidth("bandwidth", &HostKeys::bandwidth)
      .more_than("0bps")
      .otherwise("10Gbps")
      .help("of the network card");
  keys.count("requests", &HostKeys::requests)
      .at_least(1)
      .help("requests inside at once; more are turned away; by default without limit");
  keys.check([](const HostKeys& options, const KeyPlaces& places) {
    if (options.cores_max && *options.cores_max < options.cores) {
      places.error("cores_max", "there are more cores than that", "make cores_max at least cores");
    }
    if (options.cores_max && !is_queue(options.order)) {
      places.error("cores_max",
                   "this order keeps the number of cores",
                   "write order: fifo, lifo or priority");
    }
    if (options.overflow != QueueStation::WhenFull::kReject && !is_queue(options.order)) {
      places.error(
          "overflow", "in this order nobody is dropped", "write order: fifo, lifo or priority");
    }
  });
}

Task<Reply> work_then_reply(Host& host, Duration work, Reply reply) {
  const ServiceOutcome outcome = co_await host.work(work);
  if (outcome != ServiceOutcome::kServed) {
    co_return Reply::failed(Status::kOverloaded);
  }
  co_return reply;
}

}  // namespace napkin::components
