#include "sim/net/host.h"

#include <algorithm>
#include <utility>

#include "sim/net/region.h"

namespace napkin {

Host::Host(Region& region, Options options)
    : region_(region),
      options_(std::move(options)),
      cores_(region.kernel(), options_.name + ".cores", options_.cores),
      network_random_(region.seed(), options_.name, "network"),
      tasks_(region.kernel()) {}

Host::~Host() = default;

void Host::crash(CrashManner manner, DiskFate disk) {
  if (!up_) {
    return;
  }
  up_ = false;
  crash_manner_ = manner;
  tasks_.kill_all();
  if (paused_) {
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
  if (up_ && !paused_) {
    paused_ = true;
    cores_.set_speed(0);
  }
}

void Host::resume() {
  if (!paused_) {
    return;
  }
  paused_ = false;
  cores_.set_speed(speed_);
  for (Event* const event : std::exchange(held_, {})) {
    kernel().schedule_at(kernel().now(), *event);
  }
}

void Host::set_speed(double speed) {
  NAPKIN_ASSERT(speed > 0);
  speed_ = speed;
  if (!paused_) {
    cores_.set_speed(speed);
  }
}

void Host::forget(Event& event) {
  held_.erase(std::remove(held_.begin(), held_.end(), &event), held_.end());
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
