#include "sim/net/region.h"

#include "sim/net/packet.h"

namespace napkin {

Region::Region(World& world, RegionId id, std::uint64_t seed, Options options)
    : world_(world), options_(std::move(options)), seed_(seed), kernel_(id) {}

Region::~Region() = default;

Host& Region::add_host(Host::Options options) {
  NAPKIN_ASSERT(options.zone < options_.zones);
  hosts_.push_back(std::make_unique<Host>(*this, std::move(options)));
  return *hosts_.back();
}

void Region::destroy_processes() {
  for (auto host = hosts_.rbegin(); host != hosts_.rend(); ++host) {
    (*host)->tasks().kill_all();
    (*host)->resume();
  }
}

void Region::add_line(RegionId to, LinkOptions options, Duration latency_min) {
  lines_[to] = Line{std::move(options), Transmitter{}, latency_min};
}

}  // namespace napkin
