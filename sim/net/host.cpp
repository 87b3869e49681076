#include "sim/net/host.h"

#include <algorithm>
#include <utility>

#include "sim/net/region.h"

namespace napkin {

Host::Host(Region& region, Options options)
    : region_(region),
      bandwidth_bps_(options.bandwidth_bps),
      zone_(options.zone),
      has_plain_card_(!options.access),
      tasks_(region.kernel()),
      network_random_(region.seed(), options.name, "network"),
      cores_(make_station(region.kernel(), options.name + ".cores", options.cores)),
      options_(std::move(options)) {
  access_ = options_.access ? &*options_.access : nullptr;
}

/// Processes hold what belongs to the host: they end first.
Host::~Host() {
  tasks_.kill_all();
}

void Host::crash(CrashManner manner, DiskFate disk) {
  if (!up_) {
    return;
  }
  up_ = false;
  crash_manner_ = manner;
  tasks_.kill_all();
  if (paused()) {
    resume();
  }
  for (HostListener* const listener : listeners_) {
    listener->host_crashed(disk);
  }
}

void Host::restart() {
  if (up_) {
    return;
  }
  up_ = true;
  for (HostListener* const listener : listeners_) {
    listener->host_restarted();
  }
}

void Host::pause() {
  if (up_ && !paused()) {
    tasks_.pause();
    cores_->set_speed(0);
  }
}

void Host::resume() {
  if (paused()) {
    cores_->set_speed(speed_);
    tasks_.resume();
  }
}

void Host::set_speed(double speed) {
  NAPKIN_ASSERT(speed > 0);
  speed_ = speed;
  if (!paused()) {
    cores_->set_speed(speed);
  }
}

void Host::set_bandwidth(double bits_per_second) {
  options_.bandwidth_bps = bits_per_second;
  use_card();
}

void Host::add_card_faults(const CardFaults& faults) {
  card_faults_.push_back(&faults);
  use_card();
}

void Host::remove_card_faults(const CardFaults& faults) {
  card_faults_.erase(std::remove(card_faults_.begin(), card_faults_.end(), &faults),
                     card_faults_.end());
  use_card();
}

void Host::use_card() {
  has_plain_card_ = access_ == nullptr && card_faults_.empty();
  bandwidth_bps_ = options_.bandwidth_bps;
  for (const CardFaults* const faults : card_faults_) {
    const bool limits = faults->bandwidth_bps > 0;
    if (limits && (bandwidth_bps_ == 0 || faults->bandwidth_bps < bandwidth_bps_)) {
      bandwidth_bps_ = faults->bandwidth_bps;
    }
  }
}

void Host::worsen(LinkOptions& line) const {
  for (const CardFaults* const faults : card_faults_) {
    line.loss = 1 - (1 - line.loss) * (1 - faults->loss);
    line.duplicate = std::max(line.duplicate, faults->duplicate);
    if (faults->reorder > line.reorder) {
      line.reorder = faults->reorder;
      line.reorder_delay = faults->reorder_delay;
    }
  }
}

void Host::Sleep::run() {
  if (host_.paused()) {
    held_ = true;
    host_.hold(*this);
    return;
  }
  held_ = false;
  waiting_.resume();
}

}  // namespace napkin
