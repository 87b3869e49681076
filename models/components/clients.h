#pragma once

#include <memory>    // unique_ptr
#include <optional>  // optional
#include <string>    // string
#include <vector>    // vector

#include "models/components/arrivals.h"
#include "models/components/caller.h"
#include "sim/run/component_kind.h"

namespace napkin::components {

/// What the users of a component ask for, one of several.
struct RequestKeys {
  CallReference call;
  double share = 1;
  std::optional<std::string> as;  ///< its name in results
  std::optional<Law> key;
  Law bytes;
  std::int64_t priority = 0;

  /// Its name in results.
  [[nodiscard]] std::string name() const { return as.value_or(call.operation); }
};

void declare(Declaration<RequestKeys>& keys);

/// The users of a system: an open loop, where requests arrive whatever becomes of earlier ones, or
/// a closed loop, where each of a number of users thinks, asks, and waits for the answer.
///
/// Users cost nothing but their requests under way: a million of them who are silent are a number.
/// Latency counts from the intended start. Messages pushed to users arrive at the operation
/// `deliver`, measured from the intended start of what caused them.
class Clients final : public Component, private HostListener {
 public:
  static constexpr std::string_view kKind = "clients";
  static constexpr std::int64_t kPopulationMax = 1000000;

  struct Options {
    std::optional<ArrivalKeys> arrivals;
    std::optional<std::int64_t> population;  ///< closed loop
    Duration ramp_up{0};                     ///< closed loop
    std::optional<Law> think;
    std::vector<RequestKeys> requests;
    std::optional<CallReference> calls;  ///< short for a single request
    std::int64_t users = 1;
    std::optional<Law> key;
    Law bytes;
    std::int64_t priority = 0;
    std::optional<Law> access;
    PolicyKeys policy;
  };

  [[nodiscard]] static std::vector<std::string> operations(const Options&) { return {"deliver"}; }

  [[nodiscard]] static std::vector<const CallReference*> references(const Options& options);

  [[nodiscard]] static std::vector<std::string> measured(const Options& options);
  [[nodiscard]] static std::vector<SettingInfo> settings(const Options& options);
  [[nodiscard]] static std::vector<MemoryNeed> memory_needs(const Options& options);
  [[nodiscard]] static std::vector<OpenLoad> open_loads(const Options& options);

  Clients(const ComponentContext& context, const Options& options);
  ~Clients() override;

  void connect(const Directory& directory) override;
  void start() override;
  std::optional<double> set(std::string_view key, double value) override;
  [[nodiscard]] bool varies() const override;
  void report_assumptions(std::vector<std::string>& assumptions) const override;
  Endpoint* route(const Request& request, Host& caller, const Endpoint* avoid) override;
  bool describe_flow(FlowSheet& sheet) const override;

 private:
  class Asking;
  class Phone;
  class Source;
  struct Kind;

  [[nodiscard]] Request draw(const Kind& kind);
  [[nodiscard]] const Kind& choose();
  [[nodiscard]] const Kind& kind_of(const LoadTrace::Entry& recorded) const;
  Task<void> ask(const Kind& kind, Request request);
  Task<void> think_and_ask(Duration start);
  void start_users(Duration over);

  void host_crashed(DiskFate) override { users_ = 0; }

  void host_restarted() override { start_users(Duration::zero()); }

  Options options_;
  Host& host_;
  RandomStream choices_;
  RandomStream keys_;
  RandomStream sizes_;
  RandomStream thinking_;
  std::vector<Kind> kinds_;
  std::unique_ptr<Phone> phone_;
  std::unique_ptr<Source> source_;
  std::uint64_t asked_ = 0;
  std::int64_t population_ = 0;  // that there shall be
  std::int64_t users_ = 0;       // that there are
};

void declare(Declaration<Clients::Options>& keys);

}  // namespace napkin::components
