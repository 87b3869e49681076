#include "sim/net/host.h"

#include <utility>

#include "sim/net/region.h"

namespace napkin {

Host::Host(Region& region, Options options)
    : region_(region),
      options_(std::move(options)),
      cores_(make_station(region.kernel(), options_.name + ".cores", options_.cores)),
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
