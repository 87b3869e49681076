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
  options.cores.queue_max = queue;
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
  keys.bandwidth("bandwidth", &HostKeys::bandwidth)
      .more_than("0bps")
      .otherwise("10Gbps")
      .help("of the network card");
  keys.count("requests", &HostKeys::requests)
      .at_least(1)
      .help("requests inside at once; more are turned away; by default without limit");
}

Task<Reply> work_then_reply(Host& host, Duration work, Reply reply) {
  const ServiceOutcome outcome = co_await host.work(work);
  if (outcome != ServiceOutcome::kServed) {
    co_return Reply::failed(Status::kOverloaded);
  }
  co_return reply;
}

}  // namespace napkin::components
