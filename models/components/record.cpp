#include <map>     // map
#include <memory>  // unique_ptr

#include "models/components/host_keys.h"
#include "sim/kernel/law.h"
#include "sim/run/component_kind.h"
#include "sim/run/directory.h"

namespace napkin::components {

namespace {

/// One record that many want to change, under optimistic concurrency: who writes must have read the
/// version that is still there, otherwise the write is answered with "conflict".
///
/// Callers carry the version that they have read; here it is kept for them by the number that a
/// request carries, until they have written.
class Record final : public Component {
 public:
  static constexpr std::string_view kKind = "record";

  struct Options {
    Law read;
    Law write;
    HostKeys host;
  };

  static std::vector<std::string> operations(const Options&) { return {"read", "write"}; }

  Record(const ComponentContext& context, const Options& options);

  void connect(const Directory& directory) override { write_ = directory.operations().id("write"); }

  Endpoint* route(const Request&, Host&, const Endpoint*) override;
  void restart_statistics() override;
  void report_values(std::vector<NamedValue>& values) const override;

 private:
  class Keeper;

  Options options_;
  OperationId write_{};
  std::unique_ptr<Keeper> keeper_;
};

void declare(Declaration<Record::Options>& keys) {
  keys.about("One record that many change, under optimistic concurrency");
  keys.law("read", &Record::Options::read).otherwise("0ns").help("work of a read");
  keys.law("write", &Record::Options::write)
      .otherwise("0ns")
      .help("work of a write, whether it is accepted or not");
  keys.include(&Record::Options::host);
}

const ComponentRegistration<Record> registration;

class Record::Keeper final : public Endpoint {
 public:
  Keeper(Record& record, Host& host)
      : Endpoint(host, host.name()),
        record_(record),
        costs_(host.region().seed(), host.name(), "cost") {}

  Task<Reply> handle(const Request& request) override {
    const bool is_write = request.operation == record_.write_;
    const Law& law = is_write ? record_.options_.write : record_.options_.read;
    const Duration cost = law.sample_duration(costs_);
    const ServiceOutcome outcome = co_await host().work(cost);
    if (outcome != ServiceOutcome::kServed) {
      co_return Reply::failed(Status::kOverloaded);
    }
    if (!is_write) {
      read_[request.value] = version_;
      co_return Reply{.value = request.value};
    }
    ++writes;
    const auto read = read_.find(request.value);
    const bool is_current = read != read_.end() && read->second == version_;
    if (read != read_.end()) {
      read_.erase(read);
    }
    version_ += is_current ? 1 : 0;
    conflicts += is_current ? 0 : 1;
    co_return Reply{.status = is_current ? Status::kOk : Status::kConflict, .value = request.value};
  }

  std::int64_t writes = 0;
  std::int64_t conflicts = 0;

 private:
  Record& record_;
  RandomStream costs_;
  std::uint64_t version_ = 0;
  std::map<std::uint64_t, std::uint64_t> read_;  // the version each caller has read
};

Record::Record(const ComponentContext& context, const Options& options)
    : Component(context), options_(options) {
  Host& host = add_host(options_.host.host(name(), region(), 0));
  keeper_ = std::make_unique<Keeper>(*this, host);
  options_.host.limit(*keeper_);
  add_endpoint(*keeper_);
}

Endpoint* Record::route(const Request&, Host&, const Endpoint*) {
  return keeper_.get();
}

void Record::restart_statistics() {
  Component::restart_statistics();
  keeper_->writes = 0;
  keeper_->conflicts = 0;
}

void Record::report_values(std::vector<NamedValue>& values) const {
  const auto add = [&](const char* what, std::int64_t count) {
    values.push_back(
        {"value(" + name() + "." + what + ")", static_cast<double>(count), "requests"});
  };
  add("writes", keeper_->writes);
  add("conflicts", keeper_->conflicts);
}

}  // namespace

}  // namespace napkin::components
