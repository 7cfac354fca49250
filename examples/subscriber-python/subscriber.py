"""Keeps the bookings of one company in a table of its own, whatever is repeated, late, or broken.

    SUBSCRIBER_URL='amqp://subscriber.crm:...@host:5672' COMPANY=salon-lindenhof python3 subscriber.py
"""
import json
import os
import sqlite3
import sys
import time
from urllib.parse import unquote, urlsplit

import pika
import pika.exceptions

URL = os.environ["SUBSCRIBER_URL"]
OWN = unquote(urlsplit(URL).username)  # all our names begin with it
QUEUE = OWN + ".events"
EXCHANGE = os.environ.get("EXCHANGE", "callbook.public")
BINDING_KEY = os.environ.get("BINDING_KEY") or "booking.*.v1." + os.environ["COMPANY"]
FIRST_PAUSE, LONGEST_PAUSE = 1, 30

database = sqlite3.connect(os.environ.get("DATABASE", "bookings.sqlite"), isolation_level=None)
database.executescript(
    """CREATE TABLE IF NOT EXISTS handled (id TEXT PRIMARY KEY);
    CREATE TABLE IF NOT EXISTS bookings (appointment TEXT PRIMARY KEY, sequence TEXT, start TEXT, status TEXT, host TEXT)"""
)


def say(**words):
    print(json.dumps(words), flush=True)


def handle(event):
    """Everything or nothing: the id that makes a repetition known is stored together with what the event did."""
    data, host = event["data"], event["data"].get("host")
    database.execute("BEGIN IMMEDIATE")
    try:
        is_new = database.execute("INSERT OR IGNORE INTO handled VALUES (?)", [event["id"]]).rowcount == 1
        # booking.failed and booking.unresolved tell of a wish that became no booking; all others carry its whole state.
        if is_new and data.get("status"):
            database.execute(
                """INSERT INTO bookings VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET sequence = excluded.sequence,
                     start = excluded.start, status = excluded.status, host = excluded.host
                   WHERE excluded.sequence > bookings.sequence""",  # an older state that comes late changes nothing
                [event["subject"], event["sequence"], data["start"], data["status"], host and host["name"]],
            )
        database.execute("COMMIT")
    except BaseException:
        database.execute("ROLLBACK")
        raise
    say(outcome="taken" if is_new else "repeated", id=event["id"], type=event["type"], start=data["start"], host=host)


def take(channel, method, _properties, body):
    try:
        handle(json.loads(body))
    except Exception as error:
        print("not handled: %r" % error, file=sys.stderr, flush=True)
        channel.connection.sleep(FIRST_PAUSE)
        channel.basic_nack(method.delivery_tag)  # again; after five tries the broker puts it aside
    else:
        channel.basic_ack(method.delivery_tag)  # only after the work: a crash before this repeats, and loses nothing


def subscribe(connection):
    """Our queue, and our own place for what we cannot handle."""
    channel = connection.channel()
    quorum = {"x-queue-type": "quorum"}
    channel.exchange_declare(OWN + ".dead", "fanout", durable=True)
    channel.queue_declare(QUEUE + ".dead", durable=True, arguments=quorum)
    channel.queue_bind(QUEUE + ".dead", OWN + ".dead", "")
    dead_lettering = {"x-dead-letter-exchange": OWN + ".dead", "x-delivery-limit": 5}
    channel.queue_declare(QUEUE, durable=True, arguments={**quorum, **dead_lettering})
    channel.queue_bind(QUEUE, EXCHANGE, BINDING_KEY)  # refused for any company but ours
    channel.basic_qos(prefetch_count=20)
    channel.basic_consume(QUEUE, take)
    say(outcome="subscribed", queue=QUEUE, bindingKey=BINDING_KEY)
    return channel


pause = FIRST_PAUSE
while True:
    connection = None
    try:
        connection = pika.BlockingConnection(pika.URLParameters(URL))
        channel = subscribe(connection)
        pause = FIRST_PAUSE
        channel.start_consuming()
    except pika.exceptions.ChannelClosedByBroker as error:
        print("not subscribed: %s" % error, file=sys.stderr, flush=True)
        if error.reply_code == 403:
            sys.exit(1)  # ACCESS_REFUSED: trying again does not help
    except (pika.exceptions.AMQPError, OSError) as error:
        print("connection: %r" % error, file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        sys.exit(0)
    finally:
        if connection and connection.is_open:
            connection.close()
    time.sleep(pause)
    pause = min(pause * 2, LONGEST_PAUSE)
