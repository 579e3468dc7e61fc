#!/usr/bin/python3
"""one_node.py FOLDER PORT ADDRESS: OpenStack Swift with its S3 interface on PORT of ADDRESS, and on the three ports after it of 127.0.0.1.

Prints READY when it answers, and ends with its standard input. It needs Debian's packages swift-proxy, swift-account,
swift-container and swift-object. Key test:tester, secret testing, region us-east-1. Four servers share one import of
the modules: they start in a second, where the packages' programs take twenty.
"""
import os, sys, time, signal, socket, pwd
D, P, A = os.path.abspath(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
me = pwd.getpwuid(os.geteuid()).pw_name
for d in ('node/d1', 'cache'): os.makedirs(os.path.join(D, d), exist_ok=True)
def w(name, text): open(os.path.join(D, name), 'w').write(text)
w('swift.conf', '[swift-hash]\nswift_hash_path_suffix = test\nswift_hash_path_prefix = test\n[storage-policy:0]\nname = p0\ndefault = yes\n')
from swift.common import utils
utils.set_swift_dir(D)
from swift.common.ring import RingBuilder
from swift.common.wsgi import run_wsgi
import swift.proxy.server, swift.obj.server, swift.container.server, swift.account.server  # noqa: warm imports before fork
import swift.common.middleware.s3api.s3api, swift.common.middleware.slo, swift.common.middleware.tempauth  # noqa
ports = {'proxy': P, 'object': P + 1, 'container': P + 2, 'account': P + 3}
base = 'swift_dir = %s\nbind_ip = %%s\nworkers = 0\nuser = %s\nlog_level = WARNING\n' % (D, me)
local = base % '127.0.0.1'
for s in ('object', 'container', 'account'):
    if not os.path.exists(os.path.join(D, s + '.ring.gz')):
        b = RingBuilder(2, 1, 0)
        b.add_dev(dict(id=0, region=1, zone=1, ip='127.0.0.1', port=ports[s], device='d1', weight=1.0,
                       replication_ip='127.0.0.1', replication_port=ports[s], meta=''))
        b.rebalance(); b.get_ring().save(os.path.join(D, s + '.ring.gz'))
    w(s + '.conf', '[DEFAULT]\n%sbind_port = %d\ndevices = %s/node\nmount_check = false\nfallocate_reserve = 0\n'
      'disable_fallocate = true\nrecon_cache_path = %s/cache\n[pipeline:main]\npipeline = %s-server\n[app:%s-server]\nuse = egg:swift#%s\n'
      % (local, ports[s], D, D, s, s, s))
w('proxy.conf', '[DEFAULT]\n%sbind_port = %d\n' % (base % A, P) + '''[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache s3api tempauth slo dlo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:cache]
paste.filter_factory = dict_cache:filter_factory
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:symlink]
use = egg:swift#symlink
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
''')
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
kids = []
for s in ('object', 'container', 'account', 'proxy'):
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        devnull = os.open(os.devnull, os.O_RDWR); os.dup2(devnull, 0); os.dup2(2, 1)
        sys.exit(run_wsgi(os.path.join(D, s + '.conf'), s + '-server'))
    kids.append(pid)
def stop(*_):
    for k in kids:
        try: os.kill(k, signal.SIGKILL)
        except OSError: pass
    os._exit(0)
signal.signal(signal.SIGTERM, stop); signal.signal(signal.SIGINT, stop)
def up(p):
    try: socket.create_connection((A if p == P else '127.0.0.1', p), 1).close(); return True
    except OSError: return False
end = time.time() + 30
while not all(up(p) for p in ports.values()):
    if time.time() > end: print('swift did not come up', file=sys.stderr); stop()
    time.sleep(0.03)
print('READY', flush=True)
sys.stdin.read()
stop()
