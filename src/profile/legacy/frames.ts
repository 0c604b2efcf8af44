/**
 * The frames that pprof leaves out of legacy profiles, by kind: those of the machinery that took the profile. Functions whose names match
 * `dropFrames` go, with what they called, unless they match `keepFrames`.
 */
import type { Header, ValueType } from "../tables.ts";

const HEAP_TYPES = [
  "allocations size",
  "objects space",
  "inuse_objects inuse_space",
  "alloc_objects alloc_space",
  "alloc_objects alloc_space inuse_objects inuse_space",
];

const ALLOCATORS = [
  // POSIX.
  "calloc,cfree,malloc,free,memalign,do_memalign,(__)?posix_memalign,pvalloc,valloc,realloc",
  // tcmalloc.
  "tcmalloc::.*,tc_calloc,tc_cfree,tc_malloc,tc_free,tc_memalign,tc_posix_memalign,tc_pvalloc,tc_valloc,tc_realloc",
  "tc_new,tc_delete,tc_newarray,tc_deletearray,tc_new_nothrow,tc_newarray_nothrow",
  // macOS.
  "malloc_zone_malloc,malloc_zone_calloc,malloc_zone_valloc,malloc_zone_realloc,malloc_zone_memalign,malloc_zone_free",
  // Go.
  "runtime\\..*",
  // Others.
  "BaseArena::.*,(::)?do_malloc_no_errno,(::)?do_malloc_pages,(::)?do_malloc,DoSampledAllocation",
  "MallocedMemBlock::MallocedMemBlock,_M_allocate,__builtin_(vec_)?delete,__builtin_(vec_)?new",
  "__gnu_cxx::new_allocator::allocate,__libc_malloc,__malloc_alloc_template::allocate,allocate,cpp_alloc",
  "operator new(\\[\\])?,simple_alloc::allocate",
];

/** Go frames that also stand in the middle of ordinary stacks. */
const KEPT = "runtime\\.panic,runtime\\.reflectcall,runtime\\.call[0-9]*";

const PROFILERS = "ProfileData::Add,ProfileData::prof_handler,CpuProfiler::prof_handler,__pthread_sighandler,__restore";

const LOCKS = [
  "RecordLockProfileData,(base::)?RecordLockProfileData.*,(base::)?SubmitMutexProfileData.*",
  "(base::)?SubmitSpinLockProfileData.*,(base::Mutex::)?AwaitCommon.*,(base::Mutex::)?Unlock.*",
  "(base::Mutex::)?UnlockSlow.*,(base::Mutex::)?ReaderUnlock.*,(base::MutexLock::)?~MutexLock.*",
  "(Mutex::)?AwaitCommon.*,(Mutex::)?Unlock.*,(Mutex::)?UnlockSlow.*,(Mutex::)?ReaderUnlock.*",
  "(MutexLock::)?~MutexLock.*,(SpinLock::)?Unlock.*,(SpinLock::)?SlowUnlock.*,(SpinLockHolder::)?~SpinLockHolder.*",
];

export function legacyFrames(sampleTypes: readonly ValueType[]): Pick<Header, "dropFrames" | "keepFrames"> {
  const types = sampleTypes.map(({ type }) => type).join(" ");
  if (HEAP_TYPES.includes(types)) return { dropFrames: alternatives(ALLOCATORS), keepFrames: alternatives([KEPT]) };
  if (types === "contentions delay") return { dropFrames: alternatives(LOCKS), keepFrames: "" };
  return { dropFrames: alternatives([PROFILERS]), keepFrames: "" };
}

function alternatives(lists: readonly string[]): string {
  return lists.join(",").replaceAll(",", "|");
}
