"""The figures of a service: told whatever Kafka does at that moment."""

from aiokafka import AIOKafkaConsumer, TopicPartition

from shared import health
from tests.shared.facts import CASES, assigned, message


async def test_a_partition_that_was_just_taken_away_counts_nothing(kafka):
    for _ in range(20):
        await kafka.send(CASES, **message(assigned(), 1), partition=0)
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka.bootstrap, **kafka.security())

    async with consumer:
        consumer.assign([TopicPartition(CASES, 0)])
        await consumer.seek_to_beginning()
        for _ in range(5):
            await consumer.getone()

        assert await health.behind(consumer, TopicPartition(CASES, 0)) == 15
        assert await health.behind(consumer, TopicPartition(CASES, 1)) == 0
