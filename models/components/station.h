#pragma once

#include <memory>    // unique_ptr
#include <optional>  // optional
#include <string>    // string
#include <utility>   // pair
#include <vector>    // vector

#include "models/algorithms/balancing/balancer.h"
#include "models/components/station/line.h"
#include "models/components/station/race.h"
#include "sim/kernel/law.h"
#include "sim/run/component_kind.h"
#include "sim/station/pool.h"

namespace napkin::components {

/// A kind of request that a station tells from others; each is an operation.
struct ClassKeys {
  std::int64_t priority = 0;   ///< larger is more urgent
  std::optional<Law> service;  ///< by default that of the station
};

void declare(Declaration<ClassKeys>& keys);

/// A queue of the textbooks: servers and a line, or several such stations side by side. Anything
/// that is served and waited for, without the rest of a machine around it: a checkout, a disk, a
/// thread pool, the model of a system in one line of Kendall's notation.
///
/// A request goes to one of the stations, or as `copies` to several of them at once, each with
/// work of its own, and is answered when `need` of them were served (fork and join, quorums,
/// redundancy).
class Stations final : public Component, private HostListener {
 public:
  static constexpr std::string_view kKind = "station";

  struct Options {
    std::int64_t stations = 1;
    std::int64_t servers = 1;
    Discipline discipline = Discipline::kFifo;
    Law service;
    std::optional<std::int64_t> queue;
    bool drops_oldest = false;
    std::optional<Law> patience;
    std::string choose;
    std::int64_t choices = 2;
    std::int64_t copies = 1;
    std::optional<std::int64_t> need;
    bool cancel = true;
    std::optional<std::int64_t> admit;
    std::optional<Law> vacation;
    std::optional<Law> up;
    std::optional<Law> repair;
    std::vector<std::pair<std::string, ClassKeys>> classes;
    std::optional<std::string> wait_as;
    std::int64_t levels = 0;
  };

  [[nodiscard]] static std::vector<std::string> operations(const Options& options);

  [[nodiscard]] static std::vector<std::string> measured(const Options& options) {
    return options.wait_as ? std::vector<std::string>{*options.wait_as}
                           : std::vector<std::string>();
  }

  Stations(const ComponentContext& context, const Options& options);
  ~Stations() override;

  void connect(const Directory& directory) override;
  void start() override;
  Endpoint* route(const Request& request, Host& caller, const Endpoint* avoid) override;
  bool describe_flow(FlowSheet& sheet) const override;
  [[nodiscard]] std::vector<Station*> stations() const override;
  void restart_statistics() override;
  [[nodiscard]] std::string layout() const override;
  void report(ComponentResult& result) const override;
  void report_values(std::vector<NamedValue>& values) const override;

 private:
  class Desk;
  class Patience;
  class Visit;

  /// A class of requests, ready to be served.
  struct Kind {
    OperationId operation{};
    int priority = 0;
    Law service;
  };

  [[nodiscard]] const Kind& kind_of(OperationId operation) const;
  [[nodiscard]] std::size_t choose_line();
  [[nodiscard]] std::vector<std::size_t> choose_lines();
  void start_processes();
  Task<ServiceOutcome> visit(const Kind& kind, std::size_t line, Job** place);
  Task<bool> serve_copies(const Kind& kind);
  Task<void> run_copy(const Kind& kind,
                      std::size_t line,
                      std::shared_ptr<Race> race,
                      std::size_t index);
  Task<void> break_down(Line& line);
  Task<void> take_vacations(Line& line);

  void host_crashed(DiskFate) override {}

  void host_restarted() override { start_processes(); }

  Options options_;
  Host& host_;
  RandomStream work_;
  RandomStream patience_;
  RandomStream choices_;
  RandomStream failures_;
  std::vector<Kind> kinds_;
  std::vector<std::unique_ptr<Line>> lines_;
  std::vector<algorithms::Backend> backends_;
  std::unique_ptr<algorithms::Balancer> balancer_;
  std::unique_ptr<Pool> gate_;
  std::unique_ptr<Desk> desk_;
  OperationRecorder* waits_ = nullptr;
  std::int64_t served_ = 0;
  std::int64_t delayed_ = 0;
  std::int64_t refused_ = 0;
  std::int64_t gave_up_ = 0;
};

void declare(Declaration<Stations::Options>& keys);

}  // namespace napkin::components
