#pragma once

#include <cstdint>  // uint64_t
#include <map>      // map
#include <memory>   // unique_ptr
#include <string>   // string
#include <vector>   // vector

#include "sim/kernel/kernel.h"
#include "sim/net/call_table.h"
#include "sim/net/host.h"
#include "sim/net/link.h"
#include "sim/net/span_log.h"

namespace napkin {

class Packet;
class World;

/// A part of the world with a clock of its own: its hosts, and the lines that leave it.
///
/// Regions share nothing: what one knows of another came in a message, which takes at least the
/// latency between them.
class Region {
 public:
  struct Options {
    std::string name = "region";
    std::uint32_t zones = 1;
    LinkOptions same_host = LinkOptions::same_host();
    LinkOptions same_zone = LinkOptions::same_zone();
    LinkOptions same_city = LinkOptions::same_city();  ///< between zones
  };

  /// What became of the messages that its hosts sent. Over all regions, when the run has ended:
  /// sent = arrived + lost + blocked + under_way.
  struct MessageCounts {
    std::int64_t sent = 0;
    std::int64_t lost = 0;        ///< by the line
    std::int64_t blocked = 0;     ///< by a partition
    std::int64_t duplicated = 0;  ///< extra copies
    std::int64_t under_way = 0;   ///< neither arrived nor lost when the run ended
    std::int64_t arrived = 0;     ///< at hosts of this region
  };

  Region(World& world, RegionId id, std::uint64_t seed, Options options);
  ~Region();
  Region(const Region&) = delete;
  Region& operator=(const Region&) = delete;

  [[nodiscard]] RegionId id() const { return kernel_.region(); }

  [[nodiscard]] const std::string& name() const { return options_.name; }

  [[nodiscard]] const Options& options() const { return options_; }

  [[nodiscard]] std::uint64_t seed() const { return seed_; }

  /// From when on the run is measured: its start, or the end of its warm-up.
  [[nodiscard]] Time measured_since() const { return measured_since_; }

  void measure_from(Time since) { measured_since_ = since; }

  [[nodiscard]] Kernel& kernel() { return kernel_; }

  [[nodiscard]] World& world() { return world_; }

  [[nodiscard]] CallTable& calls() { return calls_; }

  [[nodiscard]] SpanLog& spans() { return spans_; }

  [[nodiscard]] MessageCounts& messages() { return messages_; }

  [[nodiscard]] const std::vector<std::unique_ptr<Host>>& hosts() const { return hosts_; }

  Host& add_host(Host::Options options);

  /// The line from this region to another one, made by the world.
  struct Line {
    LinkOptions options;
    Transmitter transmitter;
    Duration latency_min{0};   ///< no message is faster: the look-ahead
    std::uint64_t blocks = 0;  ///< partitions of the two regions that stand, a bit each
  };

  Line& line_to(RegionId to) { return lines_.at(to); }

  void add_line(RegionId to, LinkOptions options, Duration latency_min);

  /// Messages to other regions, kept until the end of the window in which they were sent.
  struct Outgoing {
    Time arrival;
    std::uint64_t order;
    RegionId to;
    Packet* packet;
  };

  [[nodiscard]] std::vector<Outgoing>& outbox() { return outbox_; }

  /// Destroys every process of its hosts, newest host first: the end of a run.
  void destroy_processes();

 private:
  World& world_;
  Options options_;
  std::uint64_t seed_;
  Time measured_since_{0};
  Kernel kernel_;
  CallTable calls_;
  SpanLog spans_;
  MessageCounts messages_;
  std::map<RegionId, Line> lines_;
  std::vector<Outgoing> outbox_;
  std::vector<std::unique_ptr<Host>> hosts_;
};

}  // namespace napkin
