#include "sim/net/world.h"

#include <algorithm>

#include "sim/net/packet.h"

namespace napkin {

World::World(std::uint64_t seed) : seed_(seed) {}

World::~World() {
  stop();
}

Region& World::add_region(Region::Options options) {
  const auto id = static_cast<RegionId>(regions_.size());
  regions_.push_back(std::make_unique<Region>(*this, id, seed_, std::move(options)));
  return *regions_.back();
}

void World::connect(Region& one, Region& other, const LinkOptions& options) {
  const Duration latency_min = Law::to_duration(options.latency.mean() / 2);
  NAPKIN_ASSERT(latency_min > Duration::zero());
  one.add_line(other.id(), options, latency_min);
  other.add_line(one.id(), options, latency_min);
  look_ahead_ = std::min(look_ahead_, latency_min);
}

void World::run_until(Time limit) {
  run(limit, nullptr);
}

bool World::run_until(Time limit, Watch& watch) {
  return run(limit, &watch);
}

/// A window holds the instants from `horizon_` up to, not including, the next horizon: what is sent
/// in it arrives behind it. So it does not matter where a run is cut into calls of this function.
bool World::run(Time limit, Watch* watch) {
  NAPKIN_ASSERT(limit < kTimeMax);
  const Time end = limit + Duration{1};
  exchange_messages();  // what was sent between two runs
  while (horizon_ < end) {
    const Time next_horizon = look_ahead_ >= end - horizon_ ? end : horizon_ + look_ahead_;
    if (!run_window(next_horizon - Duration{1}, watch)) {
      return false;
    }
    horizon_ = next_horizon;
    exchange_messages();
  }
  return true;
}

bool World::run_window(Time limit, Watch* watch) {
  for (const auto& region : regions_) {
    Kernel& kernel = region->kernel();
    const AssertContext context(seed_, kernel.now());
    if (watch == nullptr) {
      kernel.run_until(limit);
      continue;
    }
    for (bool at_limit = false; !at_limit;) {
      at_limit = kernel.run_until(limit, watch->events_until_asked());
      if (!watch->may_go_on(*region, limit)) {
        end_here();
        return false;
      }
    }
  }
  return true;
}

void World::end_here() {
  for (const auto& region : regions_) {
    horizon_ = std::max(horizon_, region->kernel().now() + Duration{1});
  }
}

void World::exchange_messages() {
  for (const auto& region : regions_) {
    for (const Region::Outgoing& message : region->outbox()) {
      Kernel& destination = regions_[static_cast<std::size_t>(message.to)]->kernel();
      destination.accept(message.arrival, message.order, *message.packet);
    }
    region->outbox().clear();
  }
}

std::uint64_t World::fingerprint() const {
  Kernel combined;
  for (const auto& region : regions_) {
    combined.mix(region->kernel().fingerprint());
  }
  return combined.fingerprint();
}

std::uint64_t World::events() const {
  std::uint64_t events = 0;
  for (const auto& region : regions_) {
    events += region->kernel().events();
  }
  return events;
}

std::size_t World::pending() const {
  std::size_t pending = 0;
  for (const auto& region : regions_) {
    pending += region->kernel().pending();
  }
  return pending;
}

void World::stop() {
  for (const auto& region : regions_) {
    region->destroy_processes();
  }
  exchange_messages();
  for (const auto& region : regions_) {
    region->kernel().discard_pending();
  }
}

}  // namespace napkin
