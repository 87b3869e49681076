#include "sim/station/pool.h"

namespace napkin {

void Lease::release() {
  if (pool_ != nullptr) {
    std::exchange(pool_, nullptr)->take_back();
  }
}

Pool::Pool(Kernel& kernel, std::string name, const Options& options)
    : kernel_(kernel), name_(std::move(name)), options_(options), open_(options.minimum) {
  NAPKIN_ASSERT(options_.maximum >= 1);
  NAPKIN_ASSERT(options_.minimum >= 0 && options_.minimum <= options_.maximum);
  NAPKIN_ASSERT(options_.open_cost >= Duration::zero());
}

void Pool::CheckOut::await_suspend(std::coroutine_handle<> waiting) {
  waiting_ = waiting;
  ++pool_.counts_.asked;
  if (pool_.in_use() < pool_.options_.maximum) {
    pool_.grant(*this, /*from_line=*/false);
    return;
  }
  pool_.line_up(*this);
  if (timeout_ != kForever) {
    timer_ = pool_.kernel_.arm(add_checked(pool_.kernel_.now(), timeout_), *this);
  }
}

void Pool::CheckOut::run() {
  if (in_line_) {
    ++pool_.counts_.timed_out;
    pool_.step_out(*this);
  }
  opening_ = false;
  held_ = group_ != nullptr && group_->paused();
  if (held_) {
    group_->hold(*this);
  } else {
    waiting_.resume();
  }
}

Pool::CheckOut::~CheckOut() {
  if (in_line_) {
    ++pool_.counts_.withdrawn;
    pool_.kernel_.disarm(timer_);
    pool_.step_out(*this);
  }
  pool_.kernel_.cancel(*this);
  if (held_) {
    group_->forget(*this);
  }
  if (granted_) {
    // Granted, but destroyed before it could be passed on. What was only half opened is no use to
    // the next in line.
    pool_.open_ -= opening_ ? 1 : 0;
    pool_.take_back();
  }
}

/// The item is the asker's from now on; it learns so by an event, after the opening time if one
/// more must be opened.
void Pool::grant(CheckOut& asker, bool from_line) {
  if (from_line) {
    kernel_.disarm(asker.timer_);
    step_out(asker);
  }
  Duration cost{0};
  in_use_.add(kernel_.now(), 1);
  if (in_use() > open_) {
    ++open_;
    ++counts_.opened;
    cost = options_.open_cost;
    asker.opening_ = true;
  }
  ++counts_.granted;
  asker.granted_ = true;
  kernel_.schedule_in(cost, asker);
}

void Pool::take_back() {
  in_use_.add(kernel_.now(), -1);
  if (first_ != nullptr) {
    grant(*first_, /*from_line=*/true);
  } else if (open_ > options_.minimum) {
    --open_;
  }
}

void Pool::line_up(CheckOut& asker) {
  asker.in_line_ = true;
  asker.previous_ = last_;
  (last_ == nullptr ? first_ : last_->next_) = &asker;
  last_ = &asker;
  waiting_.add(kernel_.now(), 1);
}

void Pool::step_out(CheckOut& asker) {
  asker.in_line_ = false;
  (asker.previous_ == nullptr ? first_ : asker.previous_->next_) = asker.next_;
  (asker.next_ == nullptr ? last_ : asker.next_->previous_) = asker.previous_;
  waiting_.add(kernel_.now(), -1);
}

}  // namespace napkin
