console.log('up');
setInterval(() => {}, 1000);
