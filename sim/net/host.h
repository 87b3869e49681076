#pragma once

#include <cstdint>   // int64_t, uint32_t, uint64_t
#include <memory>    // unique_ptr
#include <optional>  // optional
#include <string>    // string
#include <vector>    // vector

#include "sim/kernel/random.h"
#include "sim/kernel/task_group.h"
#include "sim/net/link.h"
#include "sim/net/local_clock.h"
#include "sim/station/service_order.h"

namespace napkin {

class Region;

/// Whether a host that dies leaves word: the kernel of its machine still resets its connections, or
/// nobody answers at all.
enum class CrashManner : std::uint8_t { kProcessDies, kPowerFails };

/// Whether what was on disk is still there after a restart.
enum class DiskFate : std::uint8_t { kKept, kLost };

/// What goes wrong at a network card, beside what the lines do.
struct CardFaults {
  double loss = 0;       ///< probability that a message from or to the host is lost, 0..1
  double duplicate = 0;  ///< probability that a request arrives twice, 0..1
  double reorder = 0;    ///< probability that a message is held up and overtaken, 0..1
  Duration reorder_delay = 10ms;
  double bandwidth_bps = 0;  ///< that is left; 0: all of it
};

/// Told about the life of a host: who keeps state on it.
class HostListener {
 public:
  /// Everything in memory is gone; processes of the host are already destroyed.
  virtual void host_crashed(DiskFate disk) = 0;
  /// It is up again, and empty: start what runs in the background, rebuild what must be rebuilt.
  virtual void host_restarted() = 0;

 protected:
  ~HostListener() = default;
};

/// A machine: cores, a clock that may be wrong, a network card, and the processes that run on it.
///
/// It can crash (its processes are destroyed, newest first), restart, pause (nothing of it runs,
/// messages wait) and slow down.
class alignas(64) Host {
 public:
  struct Options {
    std::string name;                   ///< its address, "api[2]"
    std::uint32_t zone = 0;             ///< within its region
    StationOptions cores;               ///< its processors, and who of those that wait gets one
    double bandwidth_bps = 10e9;        ///< of its network card; 0: unlimited
    bool in_data_centre = true;         ///< false: phones, services of others; no zone of ours
    std::optional<LinkOptions> access;  ///< a last mile before the network: phones, offices
  };

  Host(Region& region, Options options);
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  [[nodiscard]] const std::string& name() const { return options_.name; }

  [[nodiscard]] std::uint32_t zone() const { return zone_; }

  [[nodiscard]] const Options& options() const { return options_; }

  [[nodiscard]] Region& region() const { return region_; }

  [[nodiscard]] Kernel& kernel() const { return tasks_.kernel(); }

  [[nodiscard]] TaskGroup& tasks() { return tasks_; }

  [[nodiscard]] Station& cores() { return *cores_; }

  [[nodiscard]] LocalClock& clock() { return clock_; }

  /// What its own clock shows, right or wrong.
  [[nodiscard]] Time local_time() const { return clock_.at(kernel().now()); }

  [[nodiscard]] bool up() const { return up_; }

  [[nodiscard]] bool paused() const { return tasks_.paused(); }

  [[nodiscard]] CrashManner crash_manner() const { return crash_manner_; }

  /// Awaitable: `work` on one of the cores, queued if all are busy. A larger priority is more
  /// urgent where the order of the cores goes by it.
  [[nodiscard]] Job work(Duration work, int priority = 0) { return cores_->serve(work, priority); }

  void crash(CrashManner manner = CrashManner::kProcessDies, DiskFate disk = DiskFate::kKept);
  void restart();
  /// From now on nothing of it runs: its cores stand still, what is due on it waits for resume().
  void pause();
  void resume();
  /// 1 is normal, 0.1 ten times slower. Requires: speed > 0.
  void set_speed(double speed);

  /// Not owned; must outlive the host, in which order they were added they are told.
  void add_listener(HostListener& listener) { listeners_.push_back(&listener); }

  /// Keeps `event`, due on this paused host, until it resumes.
  void hold(Event& event) { tasks_.hold(event); }

  /// Forgets a held event that is being destroyed.
  void forget(Event& event) { tasks_.forget(event); }

  /// Awaitable: a pause of `duration` in a process of this host.
  class Sleep;
  [[nodiscard]] Sleep sleep(Duration duration);

  // What the network keeps per host.
  [[nodiscard]] Transmitter& transmitter() { return transmitter_; }

  [[nodiscard]] RandomStream& network_random() { return network_random_; }

  /// Of the network card, bits per second; 0: unlimited.
  [[nodiscard]] double bandwidth_bps() const { return bandwidth_bps_; }

  /// Its last mile; null for a host without one.
  [[nodiscard]] const LinkOptions* access() const { return access_; }

  void set_bandwidth(double bits_per_second);

  /// Faults of the network card lie one over the other. Not owned; each is taken away in the end.
  void add_card_faults(const CardFaults& faults);
  void remove_card_faults(const CardFaults& faults);

  [[nodiscard]] bool card_is_faulty() const { return !card_faults_.empty(); }

  /// Whether a message takes as long, and fares, as its line says: no last mile, no faults.
  [[nodiscard]] bool has_plain_card() const {
    return has_plain_card_ && extra_latency == Duration::zero();
  }

  /// `line` as a message of this host finds it, with the faults of its card.
  void worsen(LinkOptions& line) const;

  /// Partitions, a bit each. A message is lost when one of the bits of `blocks_from` with which its
  /// sender sends it stands in the `blocks_to` of its receiver. A partition ends with its senders:
  /// the other bits may stay, and so a message to another region, whose hosts are not for its
  /// sender to see, is stopped if and only if the partition stood when it was sent.
  std::uint64_t blocks_from = 0;
  std::uint64_t blocks_to = 0;
  /// Added to the latency of each message from or to this host: a slow link.
  Duration extra_latency{0};

 private:
  void use_card();

  // What each message asks of a host comes first, together with the public members above in one
  // cache line; a run has more hosts than fit the cache.
  Region& region_;
  Transmitter transmitter_;
  double bandwidth_bps_;
  const LinkOptions* access_ = nullptr;
  std::uint32_t zone_;
  bool up_ = true;
  CrashManner crash_manner_ = CrashManner::kProcessDies;
  bool has_plain_card_;
  TaskGroup tasks_;
  RandomStream network_random_;
  std::vector<const CardFaults*> card_faults_;
  std::unique_ptr<Station> cores_;
  LocalClock clock_;
  std::vector<HostListener*> listeners_;
  double speed_ = 1.0;
  Options options_;
};

class Host::Sleep final : public Event {
 public:
  Sleep(Host& host, Duration duration) : host_(host), duration_(duration) {}

  ~Sleep() {
    host_.kernel().cancel(*this);
    if (held_) {
      host_.forget(*this);
    }
  }

  bool await_ready() const noexcept { return false; }

  void await_suspend(std::coroutine_handle<> waiting) {
    waiting_ = waiting;
    host_.kernel().schedule_in(duration_, *this);
  }

  void await_resume() const noexcept {}

  void run() override;

  void prefetch() const override { __builtin_prefetch(waiting_.address()); }

  [[nodiscard]] std::string describe() const override {
    return "end of a sleep on " + host_.name();
  }

 private:
  Host& host_;
  Duration duration_;
  std::coroutine_handle<> waiting_;
  bool held_ = false;
};

inline Host::Sleep Host::sleep(Duration duration) {
  return Sleep(*this, duration);
}

}  // namespace napkin
